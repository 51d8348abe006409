import { Detail } from '../parts/detail.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { buttonClass } from '../parts/button.tsx';
import { CopyIcon } from '../parts/icons.tsx';
import { Facts } from '../parts/panel.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { Duration, Time } from '../parts/times/time.tsx';
import { confirmToast } from '../parts/toasts/toast.ts';
import { CallDirection, CallRecording, CallState, SimTag } from './call-cells.tsx';
import type { CallStatus } from './call.ts';
import { callQuery, type Call } from './calls-query.ts';

type PanelProps = { id: string; onClose: () => void; children?: ReactNode };

/** The panel of one call. `children`: what the list adds, such as controls. */
export function CallPanel({ id, onClose, children }: PanelProps) {
  const asked = useQuery(callQuery(id));
  const { data } = asked;
  return (
    <SidePanel
      title={
        <>
          {data ? <Phone number={data.outside_number ?? data.caller} /> : 'Call'} <SimTag />
        </>
      }
      closeName="Close the call"
      onClose={onClose}
      end={
        <Link to="/calls/$call" params={{ call: id }} className={buttonClass('ordinary', true)}>
          Open
        </Link>
      }
    >
      {children}
      <Detail of={asked} name="the call">
        {data && <CallFacts call={data} />}
      </Detail>
    </SidePanel>
  );
}

const CallFacts = ({ call }: { call: Call }) => (
  <>
    <Facts
      facts={[
        ['State', <CallState key="state" status={call.status as CallStatus} />],
        ['Direction', <CallDirection key="direction" direction={call.direction} />],
        ['From', <Phone key="from" number={call.from_number} />],
        ['To', <Phone key="to" number={call.to_number} />],
        ['Started', <Time key="started" at={call.start_time} />],
        ['Ended', <Time key="ended" at={call.end_time} />],
        ['Duration', <Duration key="duration" seconds={call.duration_sec} />],
        ['Recording', <CallRecording key="recording" {...call} />],
        ...(call.ended_reason ? [['Ended because', call.ended_reason] as const] : []),
        ...(call.error_message ? [['Error', call.error_message] as const] : []),
        ['CallSid', call.call_sid ? <CopiedSid key="sid" sid={call.call_sid} /> : 'not placed yet'],
      ]}
    />
    {call.events && call.events.length > 0 && (
      <section className="border-t border-line px-4 py-3">
        <h3 className="pb-2 text-12 font-semibold text-muted">Log, in the order of receipt</h3>
        <ol className="flex flex-col gap-1">
          {call.events.map((event) => (
            <li key={event.id} className="flex flex-wrap gap-x-3">
              <Time at={event.observed_at} />
              <span>{event.event_status ?? event.event_type}</span>
              <span className="text-muted">{event.verdict}</span>
            </li>
          ))}
        </ol>
      </section>
    )}
  </>
);

const CopiedSid = ({ sid }: { sid: string }) => (
  <span className="inline-flex items-start gap-1">
    <code className="break-all">{sid}</code>
    <button
      type="button"
      aria-label="Copy the CallSid"
      title="Copy the CallSid"
      className="inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:text-text"
      onClick={() => void navigator.clipboard.writeText(sid).then(() => confirmToast('CallSid copied'))}
    >
      <CopyIcon className="size-3.5" />
    </button>
  </span>
);
