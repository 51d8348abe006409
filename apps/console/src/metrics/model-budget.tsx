import { useQuery } from '@tanstack/react-query';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { figureInWords } from './figures.ts';
import { summaryQuery } from './metrics-query.ts';

/** Of the day's budget; from here on it is short. */
const SHORT_FROM = 0.8;

/** What models cost today, of what they may cost. The tiles say why it cannot be read. */
export function ModelBudget() {
  const { data, isPending } = useQuery(summaryQuery);
  if (!data && !isPending) return null;
  return <Panel title="Models today (UTC)">{data ? <Budget {...data.models} /> : <Skeleton lines={2} />}</Panel>;
}

type BudgetProps = { spent_usd: number | null; daily_budget_usd: number | null };

function Budget({ spent_usd: spent, daily_budget_usd: budget }: BudgetProps) {
  const words = spent === null ? 'Not measured in the last minute' : `${figureInWords(spent, 'USD')} spent`;
  if (budget === null)
    return (
      <p className="px-4 py-3">
        {words}. <span className="text-muted">No model is configured: worker-transcription has no OPENAI_API_KEY.</span>
      </p>
    );
  const share = spent === null ? 0 : Math.min(1, spent / budget);
  const tone = share >= 1 ? 'bad' : share >= SHORT_FROM ? 'warn' : 'live';
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      <p>
        {words} of {figureInWords(budget, 'USD')}, the budget of a day
      </p>
      <Progress label="Spent of the budget" total={1} parts={[{ count: share, tone }]} />
      {share >= SHORT_FROM && (
        <p>
          <span className="font-semibold">Do:</span> raise DAILY_MODEL_BUDGET_USD, or wait: once it is spent, answers
          wait for the next day.
        </p>
      )}
    </div>
  );
}
