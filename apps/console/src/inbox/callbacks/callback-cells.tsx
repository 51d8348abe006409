import { Link } from '@tanstack/react-router';
import { Sid } from '../../calls/call-cells.tsx';
import { Status } from '../../parts/status.tsx';
import { Absent, Duration, Time } from '../../parts/times/time.tsx';
import { useNow } from '../../parts/times/use-now.ts';
import { kindInWords, stateShown, type CallbackRow } from '../callback.ts';

/** The state, and for one that is retried when that happens. */
export function CallbackState({ state, next_attempt_at }: Pick<CallbackRow, 'state' | 'next_attempt_at'>) {
  const { words, tone, meaning } = stateShown(state);
  return (
    <span title={meaning}>
      <Status tone={tone}>
        {words}
        {state === 'failed' && next_attempt_at !== null && <RetryIn at={next_attempt_at} />}
      </Status>
    </span>
  );
}

function RetryIn({ at }: { at: string }) {
  const seconds = (new Date(at).getTime() - useNow(1000)) / 1000;
  return (
    <span className="font-normal">
      {seconds > 0 ? (
        <>
          in <Duration seconds={seconds} />
        </>
      ) : (
        'now'
      )}
    </span>
  );
}

/** The kind as a link that opens the callback next to the list. */
const CallbackLink = ({ id, event_type }: Pick<CallbackRow, 'id' | 'event_type'>) => (
  <Link
    to="."
    search={((search: object) => ({ ...search, selected: id })) as never}
    className="inline-flex min-h-6 items-center hover:underline"
  >
    {kindInWords(event_type)}
  </Link>
);

/** The kind, and on a narrow screen when it came. */
export const CallbackTitle = (row: CallbackRow) => (
  <span className="inline-flex max-md:flex-col max-md:py-0.5">
    <CallbackLink {...row} />
    <span className="max-md:pb-0.5 max-md:text-12 max-md:text-muted md:hidden">
      <Time at={row.first_seen_at} />
    </span>
  </span>
);

/** The call that it names, as a link to it. What is no SID may be anything: it is shown, and leads nowhere. */
export function CallOf({ call_sid }: Pick<CallbackRow, 'call_sid'>) {
  if (call_sid === null) return <Absent because="names no call" />;
  if (!/^CA[0-9a-f]{32}$/.test(call_sid)) return <code title={call_sid}>{shortened(call_sid)}</code>;
  return (
    <Link to="/calls/$call" params={{ call: call_sid }} className="inline-flex min-h-6 items-center hover:underline">
      <Sid sid={call_sid} />
    </Link>
  );
}

const shortened = (text: string): string => (text.length > 16 ? `${text.slice(0, 15)}…` : text);

/** How often it was received, where that is more than once. */
export const Copies = ({ copies }: Pick<CallbackRow, 'copies'>) =>
  copies > 1 ? `${copies} copies` : <Absent because="received once" />;

/** Failed attempts, and the successful one. */
export const attemptsOf = ({ state, retry_count }: Pick<CallbackRow, 'state' | 'retry_count'>): number =>
  state === 'completed' ? retry_count + 1 : retry_count;

/** Valid needs no colour; everything else does. */
export const Signature = ({ verdict }: { verdict: string }) =>
  verdict === 'valid' ? (
    <Status tone="live" isStrong={false}>
      valid
    </Status>
  ) : (
    <Status tone="warn" isStrong={false}>
      {verdict}
    </Status>
  );

/** The first words of an error or reason; the panel has the whole. */
export const ErrorText = ({ error }: Pick<CallbackRow, 'error'>) =>
  error === null ? (
    <Absent because="no error" />
  ) : (
    <span title={error} className="block max-w-xs truncate text-muted">
      {error}
    </span>
  );
