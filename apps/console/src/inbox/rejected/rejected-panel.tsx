import { Facts } from '../../parts/panel.tsx';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Absent, Time } from '../../parts/times/time.tsx';
import type { RejectedRequest } from './rejected-query.ts';
import { causeInWords } from './rejected-search.ts';

/** Requests that were refused for one cause at one URL, with what is known of the first of them. */
export function RejectedPanel({ request, onClose }: { request: RejectedRequest; onClose: () => void }) {
  const { sample } = request;
  const names = (fields: readonly string[]) =>
    fields.length === 0 ? <Absent because="none" /> : <span className="font-mono text-12">{fields.join(', ')}</span>;
  return (
    <SidePanel title="Rejected request" closeName="Close the request" onClose={onClose}>
      <p className="px-4 pt-3 text-16">{request.sentence}</p>
      <p className="px-4 pt-1">{request.remedy}</p>
      <Facts
        facts={[
          ['Likely cause', causeInWords(request.cause)],
          ['Our answer', `${request.response_status}`],
          ['Requests', request.requests.toLocaleString('en-US')],
          ['First', <Time key="first" at={request.first_at} />],
          ['Last', <Time key="last" at={request.last_at} />],
          ['Request', <code key="request">{`${request.method} ${request.path}`}</code>],
          ['Host', <code key="host">{request.host}</code>],
          ['Account', request.account_sid ?? <Absent key="account" because="names no account" />],
        ]}
      />
      <section className="border-t border-line">
        <h3 className="px-4 pt-3 text-12 font-semibold text-muted">
          The first of them. Values of fields are not kept.
        </h3>
        <Facts
          facts={[
            ['Signed', sample.is_signed ? 'yes' : 'no'],
            ['We checked', <code key="expected">{sample.expected_url}</code>],
            [
              'It holds for',
              sample.signed_url === null ? (
                <Absent key="signed" because="no likely URL" />
              ) : (
                <code key="signed">{sample.signed_url}</code>
              ),
            ],
            ['Sender', sample.user_agent ?? <Absent key="agent" because="no User-Agent" />],
            ['Content type', sample.content_type ?? <Absent key="type" because="none" />],
            [
              'Body',
              sample.body_bytes === null ? <Absent key="body" because="not read" /> : `${sample.body_bytes} bytes`,
            ],
            ['Fields', <span key="fields">{names(sample.fields)}</span>],
            ['Query', <span key="query">{names(sample.query_fields)}</span>],
          ]}
        />
      </section>
    </SidePanel>
  );
}
