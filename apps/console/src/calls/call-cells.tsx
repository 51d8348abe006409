import { isDemo } from '../page-config.ts';
import { Tag } from '../parts/chip.tsx';
import { InboundIcon, InternalIcon, OutboundIcon } from '../parts/icons.tsx';
import { Phone } from '../parts/phone.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Duration, Elapsed } from '../parts/time.tsx';
import type { CallRow } from './call.ts';
import { isEnded, statusShown } from './call-status.ts';

export function CallState({ status }: Pick<CallRow, 'status'>) {
  const { words, tone } = statusShown(status);
  return <Status tone={tone}>{words}</Status>;
}

const ARROWS: Readonly<Record<string, typeof InboundIcon>> = { inbound: InboundIcon, outbound: OutboundIcon };

export function CallDirection({ direction }: Pick<CallRow, 'direction'>) {
  const Arrow = ARROWS[direction] ?? InternalIcon;
  return (
    <span className="inline-flex items-center gap-1.5 text-muted">
      <Arrow className="size-3.5" />
      {direction}
    </span>
  );
}

type Parties = Pick<CallRow, 'outside_number' | 'direction' | 'caller' | 'from_number' | 'to_number'>;

/** The party that is not ours: its number, or what it is called by, as `Hidden caller`. */
export function CallParty({ outside_number, direction, caller, to_number }: Parties) {
  if (outside_number) return <Phone number={outside_number} />;
  return direction === 'outbound' ? <Phone number={to_number} /> : <span className="text-muted">{caller}</span>;
}

export const OurLine = ({ direction, from_number, to_number }: Parties) => (
  <Phone number={direction === 'outbound' ? from_number : to_number} />
);

/** How long it lasted, or has lasted until now. */
export function CallDuration({ status, duration_sec, start_time, created_at }: CallRow) {
  if (isEnded(status)) return <Duration seconds={duration_sec} />;
  return status === 'scheduled' ? <Absent because="not started" /> : <Elapsed since={start_time ?? created_at} />;
}

export function CallRecording({
  recording_status,
  recording_sid,
}: Pick<CallRow, 'recording_status' | 'recording_sid'>) {
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

/** Marks what the simulator plays. */
export const SimTag = () => (isDemo ? <Tag title="Simulated: no real call was made">SIM</Tag> : null);
