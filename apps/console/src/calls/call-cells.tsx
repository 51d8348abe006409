import { Link } from '@tanstack/react-router';
import { isDemo } from '../page-config.ts';
import { Tag } from '../parts/chip.tsx';
import { InboundIcon, InternalIcon, OutboundIcon } from '../parts/icons.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Duration, Elapsed, Time } from '../parts/times/time.tsx';
import type { CallRow } from './call.ts';
import { isEnded, statusShown } from './call-status.ts';
import { nameOfContact } from './name-of-contact.ts';
import { ourNumber } from './our-number.ts';

export function CallState({ status }: Pick<CallRow, 'status'>) {
  const { words, tone } = statusShown(status);
  return <Status tone={tone}>{words}</Status>;
}

const ARROWS: Readonly<Record<string, typeof InboundIcon>> = { inbound: InboundIcon, outbound: OutboundIcon };

export function CallDirection({ direction }: Pick<CallRow, 'direction'>) {
  const Arrow = ARROWS[direction] ?? InternalIcon;
  return (
    <span className="inline-flex items-baseline gap-1.5 text-muted">
      <Arrow className="size-3.5 self-center" />
      {direction}
    </span>
  );
}

/** What names a call in an address: its SID, or our id while it is only scheduled. */
export const callKey = ({ call_sid, id }: Pick<CallRow, 'call_sid' | 'id'>): string => call_sid ?? id;

/** The party as a link that opens the call next to the list. */
const CallLink = (row: CallRow) => (
  <Link
    to="."
    search={((search: object) => ({ ...search, selected: callKey(row) })) as never}
    data-party
    className="inline-flex min-h-6 flex-wrap items-center gap-x-2 hover:underline"
  >
    <CallParty {...row} />
  </Link>
);

/** The party that is not ours: the name and the number, or what it is called by, as `Hidden caller`. */
function CallParty({ contact, outside_number, direction, caller, to_number }: CallRow) {
  const name = nameOfContact(contact);
  const number = outside_number ?? (direction === 'outbound' ? to_number : null);
  if (!name) return number ? <Phone number={number} /> : <span className="text-muted">{caller}</span>;
  return (
    <>
      <span className="font-semibold">{name}</span>
      {number && (
        <span className="text-muted">
          <Phone number={number} />
        </span>
      )}
    </>
  );
}

export const OurLine = (row: Pick<CallRow, 'direction' | 'from_number' | 'to_number'>) => (
  <Phone number={ourNumber(row)} />
);

/** How long it lasted, or has lasted until now. */
export function CallDuration({ status, duration_sec, start_time, created_at }: CallRow) {
  if (isEnded(status)) return <Duration seconds={duration_sec} />;
  return status === 'scheduled' ? <Absent because="not started" /> : <Elapsed since={start_time ?? created_at} />;
}

export function CallRecording({
  recording_status,
  recording_sid,
  is_final,
}: Pick<CallRow, 'recording_status' | 'recording_sid' | 'is_final'>) {
  if (is_final)
    return recording_status || recording_sid ? (
      <span className="text-muted">recorded</span>
    ) : (
      <Absent because="not recorded" />
    );
  switch (recording_status) {
    case 'recording':
      return <Status tone="live">recording</Status>;
    case 'paused':
      return <Status tone="warn">paused</Status>;
    case 'stopped':
      return <span className="text-muted">stopped</span>;
    default:
      return recording_sid ? <span className="text-muted">recorded</span> : <Absent because="not recorded" />;
  }
}

/** A Twilio SID, short: its ends tell most calls apart. The whole is shown on hover. */
export const Sid = ({ sid }: { sid: string | null }) =>
  sid ? (
    <code title={sid}>
      {sid.slice(0, 6)}…{sid.slice(-4)}
    </code>
  ) : (
    <Absent because="not placed yet" />
  );

/** The party, and on a narrow screen what has no column there. */
export const CallTitle = (row: CallRow) => (
  <span className="inline-flex gap-x-2 max-md:flex-col max-md:py-0.5 md:items-baseline">
    <CallLink {...row} />
    <span className="inline-flex items-baseline gap-2 max-md:pb-0.5 max-md:text-12 max-md:text-muted">
      <span className="md:hidden">
        <Time at={row.start_time ?? row.created_at} />
      </span>
      <SimTag />
    </span>
  </span>
);

/** Marks what the simulator plays. */
export const SimTag = () => (isDemo ? <Tag title="Simulated: no real call was made">SIM</Tag> : null);
