import type { Column } from '../lists/data-table.tsx';
import { ListTable } from '../lists/list-table.tsx';
import { WithPanel } from '../lists/with-panel.tsx';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Announcer } from '../parts/announcer.tsx';
import { FirstRun, NothingFound } from '../parts/states.tsx';
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
          columns={COLUMNS}
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
