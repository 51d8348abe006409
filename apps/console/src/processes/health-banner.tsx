import { useQuery } from '@tanstack/react-query';
import { BadIcon, ChevronIcon, WarnIcon } from '../parts/icons.tsx';
import { Remedy } from '../parts/remedy.tsx';
import { Answered } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { Time } from '../parts/times/time.tsx';
import { healthQuery, type Health, type HealthProblem } from './processes-query.ts';

/** Everything that is wrong, what it means and what to do; above every tab, and open on the one that it is about. */
export function HealthBanner({ isOpen }: { isOpen: boolean }) {
  const asked = useQuery(healthQuery);
  const { data, isPending } = asked;
  if (isPending) return <div className="skeleton h-5 w-72" />;
  const content = data && <Problems key={String(isOpen)} health={data} isOpen={isOpen} />;
  return <Answered by={asked}>{content}</Answered>;
}

function Problems({ health, isOpen }: { health: Health; isOpen: boolean }) {
  const { state, problems, processes, dependencies } = health;
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
    <details
      open={isOpen}
      data-health={state}
      data-frame
      className={`rounded-lg border px-4 ${isDown ? 'border-bad bg-bad-soft' : 'border-warn bg-warn-soft'}`}
    >
      <summary className="flex cursor-pointer items-center gap-2 py-2">
        <span role="status">
          <Status tone={isDown ? 'bad' : 'warn'}>
            {isDown ? 'Down' : 'Degraded'}: {problems.length === 1 ? '1 problem' : `${problems.length} problems`}
          </Status>
        </span>
        <ChevronIcon className="size-3 text-muted" />
      </summary>
      <ul className="flex flex-col gap-2 pb-3">
        {problems.map((problem) => (
          <ProblemItem key={`${problem.subject} ${problem.sentence}`} {...problem} />
        ))}
      </ul>
    </details>
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
