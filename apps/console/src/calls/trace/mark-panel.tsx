import type { inboxDetail } from '@trunkline/api-contract/inbox';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { output } from 'zod';
import { request } from '../../http/request.ts';
import { Button } from '../../parts/button.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';
import { KeyHint } from '../../parts/key-hint.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { FailureOver } from '../../parts/states.tsx';
import { Status } from '../../parts/status.tsx';
import { Absent, Time } from '../../parts/time.tsx';
import { confirmToast } from '../../parts/toast.ts';
import { lookOf, shortName } from './mark-look.ts';
import { orderFields } from './order-fields.ts';
import type { Mark } from './trace-query.ts';

const inboxQuery = (id: string) =>
  queryOptions({
    queryKey: ['inbox', id],
    queryFn: ({ signal }) => request<output<typeof inboxDetail>>(`/api/inbox/${encodeURIComponent(id)}`, { signal }),
  });

/** One callback: what came of it, and its fields as they were received. */
export function MarkPanel({ mark, legName }: { mark: Mark; legName: string }) {
  const { data, error, isPending, isFetching, refetch } = useQuery(inboxQuery(mark.inbox_id));
  const look = lookOf(mark);
  const fields = data && <Fields payload={data.payload} redacted={data.redacted_fields} curl={data.curl} />;
  return (
    <Panel
      title={`${shortName(mark.name)} · ${legName}`}
      end={
        <>
          <KeyHint keys="[" />
          <KeyHint keys="]" />
        </>
      }
    >
      <Facts
        facts={[
          [
            'Result',
            <div key="result">
              <Status tone={look.tone}>{look.words}</Status>
              {mark.because && <p className="text-muted">{mark.because}</p>}
            </div>,
          ],
          ['Twilio time', <Time key="time" at={mark.twilio_time} />],
          ['Received', <Time key="received" at={mark.received_at} />],
          ['Signature', mark.signature ?? <Absent key="signature" because="no request" />],
          ['Our answer', mark.answer ? answerOf(mark.answer) : <Absent key="answer" because="no request" />],
          ['Attempts', `${mark.attempts}`],
          ...(mark.copies > 1
            ? [
                [
                  'Copies',
                  <span key="copies">
                    {mark.copies}, the last at <Time at={mark.last_received_at} />
                  </span>,
                ] as const,
              ]
            : []),
          ...(mark.error ? [['Error', mark.error] as const] : []),
        ]}
      />
      {isPending && <Skeleton label="Loading the fields" lines={6} />}
      {error ? (
        <div className="p-4">
          <FailureOver error={error} onRetry={() => void refetch()} isRetrying={isFetching}>
            {fields}
          </FailureOver>
        </div>
      ) : (
        fields
      )}
    </Panel>
  );
}

/** The form of an answer without a body is its status. */
const answerOf = ({ status, form }: NonNullable<Mark['answer']>): string =>
  form === String(status) ? form : `${status} ${form}`;

function Fields({ payload, redacted, curl }: { payload: unknown; redacted: readonly string[]; curl: string | null }) {
  const { full, empty } = orderFields((payload ?? {}) as Record<string, unknown>);
  const copy = (text: string, what: string) =>
    void navigator.clipboard.writeText(text).then(() => confirmToast(`${what} copied`));
  return (
    <section className="border-t border-line">
      <header className="flex flex-wrap items-center gap-2 px-4 pt-3">
        <h3 className="grow text-12 font-semibold text-muted">Fields</h3>
        {curl !== null && (
          <Button isSmall onClick={() => copy(curl, 'Command')}>
            Copy as curl
          </Button>
        )}
        <Button isSmall onClick={() => copy(JSON.stringify(payload, null, 2), 'JSON')}>
          Copy as JSON
        </Button>
      </header>
      <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-3 gap-y-1 px-4 py-3 font-mono text-12">
        {full.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="truncate text-muted" title={name}>
              {name}
            </dt>
            <dd className={redacted.includes(name) ? 'text-faint' : ''}>
              {typeof value === 'string' ? value : JSON.stringify(value)}
              {redacted.includes(name) && ' for your role'}
            </dd>
          </div>
        ))}
      </dl>
      {empty.length > 0 && (
        <p className="px-4 pb-3 text-12 text-muted">
          Empty: <span className="font-mono">{empty.join(', ')}</span>
        </p>
      )}
    </section>
  );
}
