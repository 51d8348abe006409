import { useQuery } from '@tanstack/react-query';
import type { TabProps } from '../ops/ops-search.ts';
import { DataTable } from '../lists/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Answered, FirstRun } from '../parts/states.tsx';
import { TableSkeleton } from '../lists/table-skeleton.tsx';
import { Deliveries } from './deliveries.tsx';
import { ENDPOINT_COLUMNS } from './endpoint-columns.tsx';
import { endpointsQuery } from './webhooks-query.ts';

/** Receivers of our events, and what was sent to them. A row of a receiver shows its messages alone. */
export function WebhooksTab({ search, onChange }: TabProps) {
  const asked = useQuery(endpointsQuery);
  const { data, isPending } = asked;
  const endpoints = data?.data ?? [];
  const content = () => {
    if (isPending) return <TableSkeleton columns={ENDPOINT_COLUMNS} label="endpoints" />;
    if (endpoints.length === 0) return <NoEndpoint />;
    return (
      <DataTable
        label="Webhook endpoints"
        columns={ENDPOINT_COLUMNS}
        rows={endpoints}
        idOf={({ id }) => id}
        selectedId={search.endpoint ?? null}
        onOpen={({ id }) => onChange({ endpoint: id === search.endpoint ? undefined : id })}
        toneOf={({ state }) => (state === 'disabled' ? 'alarm' : state === 'off' ? 'ended' : undefined)}
      />
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <Answered by={asked}>
        <Panel title="Endpoints">{content()}</Panel>
      </Answered>
      <Deliveries search={search} onChange={onChange} endpoints={endpoints} />
    </div>
  );
}

const NoEndpoint = () => (
  <FirstRun title="No webhook endpoint yet">
    An endpoint gets our events as signed requests. Create one with{' '}
    <code>{`POST /api/webhook-endpoints {"url": "https://…", "events": ["siren.*"]}`}</code>; its secret is shown once,
    in that answer.
  </FirstRun>
);
