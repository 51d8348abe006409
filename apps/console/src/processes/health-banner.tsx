import { useQuery } from '@tanstack/react-query';
import { BadIcon, WarnIcon } from '../parts/icons.tsx';
import { Remedy } from '../parts/remedy.tsx';
import { FailureOver } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { Time } from '../parts/time.tsx';
import { healthQuery, type Health, type HealthProblem } from './processes-query.ts';

/** Everything that is wrong, what it means and what to do; above every tab. */
export function HealthBanner() {
  const { data, error, isPending, isFetching, refetch } = useQuery(healthQuery);
  if (isPending) return <div className="skeleton h-5 w-72" />;
  const content = data && <Problems health={data} />;
  return error ? (
    <FailureOver error={error} onRetry={() => void refetch()} isRetrying={isFetching}>
      {content}
    </FailureOver>
  ) : (
    content
  );
}

function Problems({ health: { state, problems, processes, dependencies } }: { health: Health }) {
  if (state === 'ok')
    return (
      <p data-health="ok" role="status">
        <Status tone="live">All is well</Status>{' '}
        <span className="text-muted">
          {processes.filter(isRunning).length} processes run, and{' '}
          {dependencies.filter((each) => each.state === 'up').length} of {dependencies.length} dependencies answer
        </span>
      </p>
    );
  const isDown = state === 'down';
  return (
    <section
      aria-label="What is wrong"
      data-health={state}
      data-frame
      className={`rounded-lg border ${isDown ? 'border-bad bg-bad-soft' : 'border-warn bg-warn-soft'}`}
    >
      <p role="status" className="px-4 pt-2.5">
        <Status tone={isDown ? 'bad' : 'warn'}>
          {isDown ? 'Down' : 'Degraded'}: {problems.length === 1 ? '1 problem' : `${problems.length} problems`}
        </Status>
      </p>
      <ul className="flex flex-col gap-3 px-4 pt-2 pb-3">
        {problems.map((problem) => (
          <ProblemItem key={`${problem.subject} ${problem.sentence}`} {...problem} />
        ))}
      </ul>
    </section>
  );
}

const isRunning = ({ state }: Health['processes'][number]): boolean => state !== 'ended' && state !== 'silent';

function ProblemItem({ severity, sentence, since, remedy, runbook }: HealthProblem) {
  const [Icon, colour] = severity === 'bad' ? [BadIcon, 'text-bad'] : [WarnIcon, 'text-warn'];
  return (
    <li className="flex gap-2">
      <Icon className={`mt-0.5 size-3.5 ${colour}`} />
      <div className="min-w-0">
        <p className={`font-semibold ${colour}`}>
          <span className="only-read">{severity === 'bad' ? 'Bad: ' : 'Warning: '}</span>
          {sentence}
          {since && (
            <span className="font-normal text-muted">
              {' '}
              Since <Time at={since} />
            </span>
          )}
        </p>
        <Remedy remedy={remedy} runbook={runbook} />
      </div>
    </li>
  );
}
