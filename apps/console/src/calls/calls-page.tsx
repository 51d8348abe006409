import { ListTable } from '../lists/list-table.tsx';
import { WithPanel } from '../lists/with-panel.tsx';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { OperationDialogs } from '../operations-progress/ask-for-operation.tsx';
import { Announcer } from '../parts/announcer.tsx';
import { FirstRun, NothingFound } from '../parts/states.tsx';
import { useHeldRows } from '../lists/use-held-rows.ts';
import { useRowKeys } from '../lists/use-row-keys.ts';
import { callKey } from './call-cells.tsx';
import { callColumns } from './call-columns.tsx';
import { CallPanel } from './call-panel.tsx';
import type { CallRow } from './call.ts';
import { CallsFilters, filtersInWords } from './calls-filters.tsx';
import { DEFAULT_SORT, readCallsSearch, type CallsSearch } from './calls-search.ts';
import { CallsToolbar } from './calls-toolbar.tsx';
import { useCalls } from './use-calls.ts';

const route = getRouteApi('/shell/calls');
const idOf = ({ id }: CallRow): string => id;
const KINDS = ['calls.fetch'] as const;
const RunningOperations = lazy(async () => ({
  default: (await import('../operations-progress/running-operations.tsx')).RunningOperations,
}));
const NO_FILTERS = { q: undefined, status: undefined, direction: undefined, number: undefined, with: undefined };

/** All calls that this person may see, the latest first. */
export function CallsPage() {
  const account = useAccount();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { filters: query, list, isLive, rows, error } = useCalls(search);
  const held = useHeldRows(rows, { idOf, isPaused: false, question: JSON.stringify(query) });
  const [cursor, setCursor] = useState<string | null>(null);
  const show = (next: CallsSearch, replace = true): void => void navigate({ search: next, replace });
  const change = (next: CallsSearch, replace = true): void => show({ ...search, ...next }, replace);
  const selectedId = cursor ?? held.rows.find((row) => callKey(row) === search.selected)?.id ?? null;
  const open = (row: CallRow): void => {
    setCursor(row.id);
    change({ selected: callKey(row) }, false);
  };
  useRowKeys({ rows: held.rows, idOf, selectedId, onSelect: (row) => setCursor(row.id), onOpen: open });
  const columns = useMemo(() => callColumns(search.columns), [search.columns]);
  const sorting = {
    sort: search.sort ?? DEFAULT_SORT,
    onSort: (sort: string) => change(readCallsSearch({ sort: sort === DEFAULT_SORT ? undefined : sort })),
  };
  const filters = filtersInWords(search);
  const empty =
    filters.length === 0 && search.window === 'all' ? (
      <NoCalls />
    ) : (
      <NothingFound
        filters={[...filters, ...(search.window === 'all' ? [] : ['Only the window of time that is shown above'])]}
        onClear={() => change({ ...NO_FILTERS, window: 'all' })}
      />
    );
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-20">Calls</h1>
      <CallsFilters search={search} onChange={change} />
      <OperationDialogs>
        <CallsToolbar
          search={search}
          onChange={change}
          filters={query}
          onShow={show}
          onReadAgain={isLive ? null : () => void list.refetch()}
        />
      </OperationDialogs>
      {mayUse(account, 'operations.read') && (
        <Suspense>
          <RunningOperations kinds={KINDS} />
        </Suspense>
      )}
      <WithPanel
        panel={
          search.selected && (
            <CallPanel
              key={search.selected}
              id={search.selected}
              onClose={() => change({ selected: undefined }, false)}
            />
          )
        }
      >
        <ListTable
          list={list}
          error={error}
          held={held}
          label="Calls"
          columns={columns}
          sorting={sorting}
          selectedId={selectedId}
          onOpen={open}
          empty={empty}
          older="Show older calls"
        />
      </WithPanel>
      <Announcer summary={list.isPending ? '' : `${held.rows.length} calls are shown`} />
    </div>
  );
}

const NoCalls = () => (
  <FirstRun title="No calls yet">
    Calls appear here after their first callback. Point the status callback of a number at this server, or start the
    simulator: <code>npm run simulate</code>.
  </FirstRun>
);
