import { Link } from '@tanstack/react-router';
import { callKey, OurLine, SimTag } from '../calls/call-cells.tsx';
import { nameOfContact } from '../calls/name-of-contact.ts';
import { isEnded } from '../calls/call-status.ts';
import { Tag } from '../parts/chip.tsx';
import { WarnIcon } from '../parts/icons.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Duration, Elapsed } from '../parts/times/time.tsx';
import { useNow } from '../parts/times/use-now.ts';
import { CommandNoteText } from './commands/command-note-text.tsx';
import { concerns, isStillRecording, waitingSince, type Thresholds } from './concerns.ts';
import { nameOfAgent, type FloorRow } from './floor.ts';
import { useCommands } from './commands/use-call-commands.ts';

const numberOfParty = ({ outside_number, direction, to_number }: FloorRow): string | null =>
  outside_number ?? (direction === 'outbound' ? to_number : null);

/** Who is called or calls: the name, the number, and whether it is an interview, a leg or simulated. */
export function Party({ row, isLink = true }: { row: FloorRow; isLink?: boolean }) {
  const [name, number] = [nameOfContact(row.contact), numberOfParty(row)];
  const text = (
    <>
      {name && <span className="font-semibold">{name}</span>}
      {number ? (
        <span className={name ? 'font-normal text-muted' : ''}>
          <Phone number={number} />
        </span>
      ) : (
        !name && <span className="text-muted">{row.caller}</span>
      )}
    </>
  );
  return (
    <span className="inline-flex items-baseline gap-x-2 max-md:flex-wrap">
      {isLink ? (
        <Link
          to="."
          search={((search: object) => ({ ...search, selected: callKey(row) })) as never}
          data-party
          className="inline-flex min-h-6 items-center gap-x-2 hover:underline max-md:flex-wrap"
        >
          {text}
        </Link>
      ) : (
        text
      )}
      {row.parent_call_sid && (
        <span data-leg className="text-12 text-faint">
          leg
        </span>
      )}
      {row.candidate_id != null && <Tag title="An interview that the system holds">Interview</Tag>}
      <SimTag />
    </span>
  );
}

/** The agent, or else the line that it came in on or went out from. */
export const With = ({ row }: { row: FloorRow }) =>
  row.agent ? (
    <span>{nameOfAgent(row.agent)}</span>
  ) : (
    <span className="text-muted">
      <OurLine {...row} />
    </span>
  );

/** How long it waits, talks, or lasted. A wait that is too long has a colour. */
export function Timer({ row, thresholds, skewMs }: { row: FloorRow; thresholds: Thresholds; skewMs: number }) {
  const now = useNow(1000) + skewMs;
  if (isEnded(row.status)) return <Duration seconds={row.duration_sec} />;
  if (row.status === 'scheduled') return <Absent because="not started" />;
  const since = waitingSince(row);
  if (since === null) return <Elapsed since={row.answered_at ?? row.start_time ?? row.created_at} />;
  const isLong = concerns(row, 'waiting', thresholds, now);
  return (
    <span className={`inline-flex items-baseline gap-1.5 ${isLong ? 'font-semibold text-warn' : 'text-muted'}`}>
      {isLong && <WarnIcon className="size-3.5 self-center" />}
      waiting <Elapsed since={since} />
    </span>
  );
}

/** What the recording does, what was asked of it, and loudly what it still does. */
export function RecordingCell({ row }: { row: FloorRow }) {
  const commands = useCommands();
  const note = commands.noteOf(row, 'recording');
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {isStillRecording(row) ? <StillRecordingBadge /> : <RecordingState row={row} />}
      {note && <CommandNoteText note={note} onDismiss={() => commands.dismiss(row, note)} />}
    </span>
  );
}

/** In the words of the state that Twilio reported last. */
export function RecordingState({ row }: { row: FloorRow }) {
  if (row.is_final)
    return <span className="text-muted">{row.recording_sid || row.recording_status ? 'recorded' : 'off'}</span>;
  switch (row.recording_status) {
    case 'recording':
      return (
        <Status tone="live" isStrong={false}>
          recording
        </Status>
      );
    case 'paused':
      return (
        <Status tone="warn" isStrong={false}>
          paused
        </Status>
      );
    default:
      return (
        <Status tone="idle" isStrong={false}>
          {row.recording_status === 'stopped' ? 'stopped' : 'off'}
        </Status>
      );
  }
}

/** White on red, in capitals: the one badge of its kind. */
export const StillRecordingBadge = () => (
  <strong
    data-frame
    data-still-recording
    className="inline-flex h-6 items-center gap-1.5 rounded bg-alarm px-2 text-12 font-bold tracking-wide whitespace-nowrap text-on-alarm"
  >
    <WarnIcon className="size-3.5" /> STILL RECORDING
  </strong>
);
