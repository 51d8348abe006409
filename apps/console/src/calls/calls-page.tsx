import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Announcer } from '../parts/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { DataTable, type Column } from '../lists/data-table.tsx';
import { NewRowsPill } from '../lists/new-rows-pill.tsx';
import { Panel } from '../parts/panel.tsx';
import { FailureOver, FirstRun, NothingFound } from '../parts/states.tsx';
import { TableSkeleton } from '../lists/table-skeleton.tsx';
import { Time } from '../parts/times/time.tsx';
import { useHeldRows } from '../lists/use-held-rows.ts';
import { useRowKeys } from '../lists/use-row-keys.ts';
import {
  CallDirection,
  CallDuration,
  callKey,
  CallTitle,
  CallRecording,
  CallState,
  OurLine,
  Sid,
} from './call-cells.tsx';
import { CallPanel } from './call-panel.tsx';
import type { CallRow } from './call.ts';
import { CallsFilters, filtersInWords } from './calls-filters.tsx';
import type { CallsSearch } from './calls-search.ts';
import { useCalls } from './use-calls.ts';

const route = getRouteApi('/shell/calls');
const idOf = ({ id }: CallRow): string => id;
const NO_FILTERS = { status: undefined, direction: undefined, number: undefined };

/** All calls that this person may see, the latest first. */
export function CallsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { list, rows, error } = useCalls(search);
  const held = useHeldRows(rows, { idOf, isPaused: false });
  const [cursor, setCursor] = useState<string | null>(null);
  const change = (next: CallsSearch, replace = true): void =>
    void navigate({ search: { ...search, ...next }, replace });
  const selectedId = cursor ?? held.rows.find((row) => callKey(row) === search.selected)?.id ?? null;
  const open = (row: CallRow): void => {
    setCursor(row.id);
    change({ selected: callKey(row) }, false);
  };
  useRowKeys({ rows: held.rows, idOf, selectedId, onSelect: (row) => setCursor(row.id), onOpen: open });
  const filters = filtersInWords(search);
  const content = () => {
    if (list.isPending) return <TableSkeleton columns={COLUMNS} label="calls" />;
    if (held.rows.length > 0)
      return (
        <DataTable
          label="Calls"
          columns={COLUMNS}
          rows={held.rows}
          idOf={idOf}
          selectedId={selectedId}
          onOpen={open}
          hasMore={list.hasNextPage}
        />
      );
    if (filters.length === 0 && search.window === 'all') return <NoCalls />;
    return (
      <NothingFound
        filters={[...filters, ...(search.window === 'all' ? [] : ['Only the window of time that is shown above'])]}
        onClear={() => change({ ...NO_FILTERS, window: 'all' })}
      />
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-20">Calls</h1>
      <CallsFilters search={search} onChange={change} />
      <div className={search.selected ? 'grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]' : ''}>
        <div className="flex min-w-0 flex-col gap-2" {...held.holders}>
          <NewRowsPill count={held.newCount} onShow={held.showNew} />
          {error ? (
            <FailureOver error={error} onRetry={() => void list.refetch()} isRetrying={list.isFetching}>
              {list.data && <Panel>{content()}</Panel>}
            </FailureOver>
          ) : (
            <Panel>{content()}</Panel>
          )}
          {list.hasNextPage && (
            <div className="self-center">
              <Button
                onClick={() => void list.fetchNextPage()}
                disabledBecause={list.isFetchingNextPage && 'The next page is being read.'}
              >
                {list.isFetchingNextPage ? 'Reading…' : 'Show older calls'}
              </Button>
            </div>
          )}
        </div>
        {search.selected && (
          <CallPanel
            key={search.selected}
            id={search.selected}
            onClose={() => change({ selected: undefined }, false)}
          />
        )}
      </div>
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

const COLUMNS: Column<CallRow>[] = [
  { id: 'started', name: 'Started', isSecondary: true, cell: (row) => <Time at={row.start_time ?? row.created_at} /> },
  { id: 'state', name: 'State', cell: (row) => <CallState {...row} /> },
  {
    id: 'party',
    name: 'Party',
    cell: (row) => <CallTitle {...row} />,
  },
  { id: 'direction', name: 'Direction', isSecondary: true, cell: (row) => <CallDirection {...row} /> },
  { id: 'line', name: 'Our line', isSecondary: true, cell: (row) => <OurLine {...row} /> },
  { id: 'duration', name: 'Duration', isNumeric: true, cell: (row) => <CallDuration {...row} /> },
  { id: 'recording', name: 'Recording', isSecondary: true, cell: (row) => <CallRecording {...row} /> },
  { id: 'sid', name: 'CallSid', isSecondary: true, cell: (row) => <Sid sid={row.call_sid} /> },
];
