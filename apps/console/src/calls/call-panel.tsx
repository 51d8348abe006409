import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import { isHidden } from '../http/request-error.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { buttonClass, IconButton } from '../parts/button.tsx';
import { CloseIcon, CopyIcon } from '../parts/icons.tsx';
import { Facts } from '../parts/panel.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { FailureOver, NotFound } from '../parts/states.tsx';
import { Duration, Time } from '../parts/times/time.tsx';
import { confirmToast } from '../parts/toasts/toast.ts';
import { CallDirection, CallRecording, CallState, SimTag } from './call-cells.tsx';
import type { CallStatus } from './call.ts';
import { callQuery, type Call } from './calls-query.ts';

type PanelProps = { id: string; onClose: () => void; children?: ReactNode };

/** One call beside the list, which stays live. Escape closes it. `children`: what the list adds, such as controls. */
export function CallPanel({ id, onClose, children }: PanelProps) {
  const { data, error, isPending, isFetching, refetch } = useQuery(callQuery(id));
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const closing = useRef(onClose);
  useEffect(() => {
    closing.current = onClose;
  });
  useEffect(() => heading.current?.focus(), []);
  useShortcuts(
    useMemo(
      () => [{ keys: 'Escape', label: 'Close the call', group: 'Rows', run: () => closing.current(), inFields: true }],
      [],
    ),
  );
  const content = data && <CallFacts call={data} />;
  return (
    <aside
      aria-labelledby={title}
      data-frame
      className="flex flex-col self-start overflow-auto rounded-lg border border-line bg-raised max-xl:fixed max-xl:inset-x-0 max-xl:bottom-0 max-xl:z-20 max-xl:max-h-[70vh] max-xl:rounded-b-none max-xl:border-line-strong max-xl:shadow-2xl xl:sticky xl:top-[calc(var(--top-height,3rem)+1rem)] xl:max-h-[calc(100vh-var(--top-height,3rem)-2rem)]"
    >
      <header className="sticky top-0 flex items-center gap-2 border-b border-line bg-raised py-1.5 pr-2 pl-4">
        <h2 id={title} ref={heading} tabIndex={-1} className="min-w-0 grow truncate outline-none">
          {data ? <Phone number={data.outside_number ?? data.caller} /> : 'Call'} <SimTag />
        </h2>
        <Link to="/calls/$call" params={{ call: id }} className={buttonClass('ordinary', true)}>
          Open
        </Link>
        <IconButton name="Close the call" onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </header>
      {children}
      {isPending && <Skeleton label="Loading the call" lines={8} />}
      {isHidden(error) ? (
        <NotFound />
      ) : error ? (
        <div className="p-4">
          <FailureOver error={error} onRetry={() => void refetch()} isRetrying={isFetching}>
            {content}
          </FailureOver>
        </div>
      ) : (
        content
      )}
    </aside>
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
