import { Detail } from '../../parts/detail.tsx';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Facts } from '../../parts/panel.tsx';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Time } from '../../parts/times/time.tsx';
import { kindInWords } from '../callback.ts';
import { CallOf } from '../callbacks/callback-cells.tsx';
import { deadLetterGroupQuery } from './dead-letters-query.ts';

/** One error: a sample of its text, the calls with most of its callbacks, and the newest of them. */
export function GroupPanel({ fingerprint, onClose }: { fingerprint: string; onClose: () => void }) {
  const asked = useQuery(deadLetterGroupQuery(fingerprint));
  const { data } = asked;
  const content = data && (
    <>
      <Facts
        facts={[
          ['Kind', kindInWords(data.event_type)],
          ['Raised as', <code key="class">{data.error_class}</code>],
          ['While', data.stage === 'apply' ? 'applying the callback to its call' : data.stage],
          ['First', <Time key="first" at={data.first_seen_at} />],
          ['Last', <Time key="last" at={data.last_seen_at} />],
          ['Sample', data.sample.error ?? data.error],
        ]}
      />
      <Section title="Calls with most of them">
        {data.calls_with_most.map(({ call_sid, count }) => (
          <li key={call_sid} className="flex items-center justify-between gap-3">
            <CallOf call_sid={call_sid} />
            <span>{count}</span>
          </li>
        ))}
      </Section>
      <Section title="The newest">
        {data.newest.map((row) => (
          <li key={row.id} className="flex items-center justify-between gap-3">
            <Link
              to="/inbox"
              search={{ state: ['dead_letter'], fingerprint, window: 'all', selected: row.id }}
              className="inline-flex min-h-6 items-center hover:underline"
            >
              <Time at={row.first_seen_at} />
            </Link>
            <CallOf {...row} />
          </li>
        ))}
      </Section>
    </>
  );
  return (
    <SidePanel title="Dead letters with one error" closeName="Close the error" onClose={onClose}>
      <Detail of={asked} name="the error" hidden={<AllDecided />}>
        {content}
      </Detail>
    </SidePanel>
  );
}

const AllDecided = () => (
  <p className="p-4 text-muted">No dead letter has this error any more: all of them were replayed or discarded.</p>
);

const Section = ({ title, children }: { title: string; children: readonly ReactNode[] }) =>
  children.length === 0 ? null : (
    <section className="border-t border-line px-4 py-3">
      <h3 className="pb-1 text-12 font-semibold text-muted">{title}</h3>
      <ul>{children}</ul>
    </section>
  );
