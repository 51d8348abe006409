import { useAccount } from '../identity/account-context.ts';
import { Progress } from '../parts/progress.tsx';
import { Status } from '../parts/status.tsx';
import { Time } from '../parts/times/time.tsx';
import { durationInWords } from '../parts/times/times.ts';
import { OperationButtons } from './operation-buttons.tsx';
import {
  canaryInWords,
  counted,
  isOpen,
  progressInWords,
  secondsLeft,
  STATE_WORDS,
  titleOf,
  type Operation,
} from './operation.ts';

/** An operation: what it does, how far it is, what failed, and the buttons that change it. */
export function OperationCard({ operation }: { operation: Operation }) {
  const { words, tone } = STATE_WORDS[operation.state];
  const { total, ok, failed, skipped, begun } = operation;
  const seconds = secondsLeft(operation);
  const waiting = canaryInWords(operation);
  const hint =
    waiting ?? (seconds === null ? null : `about ${durationInWords(seconds)} left at ${operation.rate} a second`);
  return (
    <article
      aria-label={titleOf(operation)}
      data-operation={operation.id}
      data-operation-state={operation.state}
      className="flex flex-col gap-1.5 border-b border-line px-4 py-3 last:border-0"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-22">
          <Status tone={tone}>{words}</Status>
        </span>
        <h3 className="min-w-0 grow basis-64 font-semibold">{titleOf(operation)}</h3>
        <OperationButtons operation={operation} />
      </div>
      {(isOpen(operation) || ok < total) && (
        <Progress
          label="Progress"
          total={total}
          parts={[
            { count: ok, tone: 'live' },
            { count: failed, tone: 'bad' },
            { count: skipped, tone: 'idle' },
            { count: begun, tone: 'ring' },
          ]}
        />
      )}
      <p>
        {progressInWords(operation)}
        {hint && <span className="text-muted"> · {hint}</span>}
      </p>
      {operation.ended_because && (
        <p className={operation.state === 'failed' ? 'text-bad' : 'text-muted'}>{operation.ended_because}</p>
      )}
      <p className="text-muted">
        “{operation.reason}” · <Requester id={operation.requested_by} />, <Time at={operation.created_at} />
        {operation.ended_at && (
          <>
            {' '}
            · ended <Time at={operation.ended_at} />
          </>
        )}
      </p>
      {operation.errors.length > 0 && <Errors {...operation} />}
    </article>
  );
}

const Errors = ({ errors, failed }: Operation) => (
  <details className="text-muted">
    <summary className="w-fit cursor-pointer py-0.5 text-bad">{errorsInWords(errors.length, failed)}</summary>
    <ul className="flex flex-col gap-1 pt-1 pl-4">
      {errors.map(({ id, error }) => (
        <li key={id}>
          <code>{id}</code> {error}
        </li>
      ))}
    </ul>
  </details>
);

const errorsInWords = (shown: number, failed: number): string => {
  if (failed > shown) return `The first ${shown} of ${counted(failed)} errors`;
  return shown === 1 ? 'The error' : `${shown} errors`;
};

function Requester({ id }: { id: string }) {
  const account = useAccount();
  if (id === account.id) return 'you';
  return /^[0-9a-f-]{36}$/.test(id) ? <span title={id}>user {id.slice(0, 8)}</span> : id;
}
