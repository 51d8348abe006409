import type { sirenSummary } from '@trunkline/api-contract/live-control';
import type { output } from 'zod';
import { Failure } from '../parts/states.tsx';
import { clockDuration } from '../parts/times/times.ts';

type SummaryProps = { summary: output<typeof sirenSummary> | undefined; error: unknown };

/** How fast sirens of the window were answered and resolved, and how many were none. */
export function SummaryLine({ summary, error }: SummaryProps) {
  if (error) return <Failure error={error} />;
  if (!summary || summary.sirens === 0) return null;
  const { sirens, acknowledge_seconds: answer, resolve_seconds: resolve, false_alarm_share: share } = summary;
  const figures: [string, string][] = [
    ['Sirens', `${sirens}`],
    ['To answer, median', answer === null ? '–' : clockDuration(answer)],
    ['To resolve, median', resolve === null ? '–' : clockDuration(resolve)],
    ['False alarms', share === null ? '–' : `${Math.round(share * 100)} %`],
  ];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {figures.map(([name, value]) => (
        <div key={name} className="flex flex-col">
          <dt className="text-12 text-muted">{name}</dt>
          <dd className="text-20 font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
