import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { OpsSearch, TabProps } from '../ops/ops-search.ts';
import { FilterChip, ToggleChip } from '../parts/chip.tsx';
import { DataTable } from '../lists/data-table.tsx';
import { MoreButton } from '../lists/more-button.tsx';
import { NewRowsPill } from '../lists/new-rows-pill.tsx';
import { Panel } from '../parts/panel.tsx';
import { FailureOver, FirstRun, NothingFound } from '../parts/states.tsx';
import { TableSkeleton } from '../lists/table-skeleton.tsx';
import { useHeldRows } from '../lists/use-held-rows.ts';
import { useRowKeys } from '../lists/use-row-keys.ts';
import { DELIVERY_COLUMNS } from './delivery-columns.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import {
  deliveriesQuery,
  DELIVERY_STATE_WORDS,
  DELIVERY_STATES,
  type Delivery,
  type Endpoint,
} from './webhooks-query.ts';

const idOf = ({ id }: Delivery): string => id;

/** Messages to endpoints, the latest first; one is open beside them with its payload. */
export function Deliveries({ search, onChange, endpoints }: TabProps & { endpoints: readonly Endpoint[] }) {
  const { endpoint, deliveries: state, selected } = search;
  const list = useInfiniteQuery(deliveriesQuery({ endpoint, state }));
  const rows = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  const held = useHeldRows(rows, { idOf, isPaused: false });
  const [cursor, setCursor] = useState<string | null>(null);
  const open = ({ id }: Delivery): void => {
    setCursor(id);
    onChange({ selected: id }, false);
  };
  const selectedId = cursor ?? selected ?? null;
  useRowKeys({ rows: held.rows, idOf, selectedId, onSelect: ({ id }) => setCursor(id), onOpen: open });
  const urlOf = (id: string): string => endpoints.find((each) => each.id === id)?.url ?? `endpoint ${id}`;
  const columns = useMemo(() => DELIVERY_COLUMNS((id) => endpoints.find((each) => each.id === id)), [endpoints]);
  const shown = rows.find(({ id }) => id === selected);
  const content = () => {
    if (list.isPending) return <TableSkeleton columns={columns} label="messages" />;
    if (held.rows.length > 0)
      return (
        <DataTable
          label="Messages"
          columns={columns}
          rows={held.rows}
          idOf={idOf}
          selectedId={selectedId}
          onOpen={open}
          hasMore={list.hasNextPage}
        />
      );
    if (!endpoint && !state)
      return <FirstRun title="No message yet">Messages appear here with the first event of an endpoint.</FirstRun>;
    return (
      <NothingFound
        filters={filtersInWords(search, urlOf)}
        onClear={() => onChange({ endpoint: undefined, deliveries: undefined })}
      />
    );
  };
  const panel = <Panel>{content()}</Panel>;
  return (
    <section aria-label="Messages" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-1 text-16">Messages</h2>
        {DELIVERY_STATES.map((each) => (
          <ToggleChip
            key={each}
            isOn={each === state}
            onChange={(isOn) => onChange({ deliveries: isOn ? each : undefined })}
          >
            {DELIVERY_STATE_WORDS[each].words}
          </ToggleChip>
        ))}
        {endpoint && (
          <FilterChip name={urlOf(endpoint)} onRemove={() => onChange({ endpoint: undefined })}>
            <span className="max-w-64 truncate">{urlOf(endpoint)}</span>
          </FilterChip>
        )}
      </div>
      <div className={shown ? 'grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]' : ''}>
        <div className="flex min-w-0 flex-col gap-2" {...held.holders}>
          <NewRowsPill count={held.newCount} onShow={held.showNew} />
          {list.error ? (
            <FailureOver error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching}>
              {list.data && panel}
            </FailureOver>
          ) : (
            panel
          )}
          <MoreButton list={list}>Show older messages</MoreButton>
        </div>
        {shown && (
          <DeliveryPanel
            key={shown.id}
            delivery={shown}
            url={urlOf(shown.endpoint_id)}
            onClose={() => onChange({ selected: undefined }, false)}
          />
        )}
      </div>
    </section>
  );
}

const filtersInWords = ({ endpoint, deliveries }: OpsSearch, urlOf: (id: string) => string): string[] => [
  ...(endpoint ? [`Endpoint: ${urlOf(endpoint)}`] : []),
  ...(deliveries ? [`State: ${DELIVERY_STATE_WORDS[deliveries].words}`] : []),
];
