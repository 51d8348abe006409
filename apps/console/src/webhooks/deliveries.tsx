import { ListTable } from '../lists/list-table.tsx';
import { WithPanel } from '../lists/with-panel.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { OpsSearch, TabProps } from '../ops/ops-search.ts';
import { FilterChip, ToggleChip } from '../parts/chip.tsx';
import { FirstRun, NothingFound } from '../parts/states.tsx';
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

/** Messages to endpoints, the latest first; one is open next to them with its payload. */
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
  const empty =
    !endpoint && !state ? (
      <FirstRun title="No message yet">Messages appear here with the first event of an endpoint.</FirstRun>
    ) : (
      <NothingFound
        filters={filtersInWords(search, urlOf)}
        onClear={() => onChange({ endpoint: undefined, deliveries: undefined })}
      />
    );
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
      <WithPanel
        panel={
          shown && (
            <DeliveryPanel
              key={shown.id}
              delivery={shown}
              url={urlOf(shown.endpoint_id)}
              onClose={() => onChange({ selected: undefined }, false)}
            />
          )
        }
      >
        <ListTable
          list={list}
          held={held}
          label="Messages"
          columns={columns}
          selectedId={selectedId}
          onOpen={open}
          empty={empty}
          older="Show older messages"
        />
      </WithPanel>
    </section>
  );
}

const filtersInWords = ({ endpoint, deliveries }: OpsSearch, urlOf: (id: string) => string): string[] => [
  ...(endpoint ? [`Endpoint: ${urlOf(endpoint)}`] : []),
  ...(deliveries ? [`State: ${DELIVERY_STATE_WORDS[deliveries].words}`] : []),
];
