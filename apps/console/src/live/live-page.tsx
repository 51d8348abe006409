import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import {
  CallDirection,
  CallDuration,
  callKey,
  CallTitle,
  CallRecording,
  CallState,
  OurLine,
} from '../calls/call-cells.tsx';
import { CallPanel } from '../calls/call-panel.tsx';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Announcer } from '../parts/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { ToggleChip } from '../parts/chip.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { PauseIcon, PlayIcon } from '../parts/icons.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { NewRowsPill } from '../parts/new-rows-pill.tsx';
import { Panel } from '../parts/panel.tsx';
import { FailureOver, FirstRun, NothingFound } from '../parts/states.tsx';
import { TableSkeleton } from '../parts/table-skeleton.tsx';
import { useHeldRows } from '../parts/use-held-rows.ts';
import { useRowKeys } from '../parts/use-row-keys.ts';
import { chosenOf, choicesOf, filtersInWords } from './live-filters.ts';
import { MOST } from './live-query.ts';
import type { LiveSearch } from './live-search.ts';
import type { FloorRow } from './recently-ended.ts';
import { useLiveCalls } from './use-live-calls.ts';

const route = getRouteApi('/shell/live');
const idOf = ({ id }: FloorRow): string => id;

/** Calls as they happen. No row moves while a pointer or the focus is in the list. */
export function LivePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isPaused, setPaused] = useState(false);
  const { query, rows } = useLiveCalls();
  const chosen = useMemo(() => chosenOf(rows, search), [rows, search]);
  const held = useHeldRows(chosen, { idOf, isPaused });
  const change = (next: LiveSearch, replace = true): void => void navigate({ search: { ...search, ...next }, replace });
  const selectedId = held.rows.find((row) => callKey(row) === search.selected)?.id ?? null;
  const [cursor, setCursor] = useState<string | null>(null);
  const open = (row: FloorRow): void => {
    setCursor(row.id);
    change({ selected: callKey(row) }, false);
  };
  useRowKeys({
    rows: held.rows,
    idOf,
    selectedId: cursor ?? selectedId,
    onSelect: (row) => setCursor(row.id),
    onOpen: open,
  });
  useShortcuts(
    useMemo(
      () => [{ keys: 'p', label: 'Pause and resume updates', group: 'Live', run: () => setPaused((is) => !is) }],
      [],
    ),
  );
  const liveCount = rows.filter(({ hasLeft }) => !hasLeft).length;
  const content = () => {
    if (query.isPending) return <TableSkeleton columns={COLUMNS} label="live calls" />;
    if (rows.length === 0) return <NoLiveCalls />;
    if (held.rows.length === 0)
      return (
        <NothingFound
          filters={filtersInWords(search)}
          onClear={() => change({ status: undefined, direction: undefined })}
        />
      );
    return (
      <DataTable
        label="Live calls"
        columns={COLUMNS}
        rows={held.rows}
        idOf={idOf}
        selectedId={cursor ?? selectedId}
        onOpen={open}
        toneOf={(row) => (row.hasLeft ? 'ended' : row.siren_triggered ? 'alarm' : undefined)}
      />
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-20">Live floor</h1>
        {choicesOf(rows, search).map(({ name, count, isOn, next }) => (
          <ToggleChip key={name} isOn={isOn} onChange={() => change(next)}>
            {name} {query.data && <span>{count}</span>}
          </ToggleChip>
        ))}
        <span className="ml-auto flex items-center gap-2 text-muted">
          <Button isSmall kind="quiet" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
            {isPaused ? <PlayIcon className="size-3" /> : <PauseIcon className="size-3" />}
            {isPaused ? 'Resume updates' : 'Pause updates'} <KeyHint keys="p" />
          </Button>
        </span>
      </div>
      {query.data?.page.has_more && (
        <p className="text-warn">More than {MOST} calls are live: these are the latest. Filter to see the others.</p>
      )}
      <div className={search.selected ? 'grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]' : ''}>
        <div className="flex min-w-0 flex-col gap-2" {...held.holders}>
          <NewRowsPill count={held.newCount} onShow={held.showNew} />
          {query.isError ? (
            <FailureOver error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
              {query.data && <Panel>{content()}</Panel>}
            </FailureOver>
          ) : (
            <Panel>{content()}</Panel>
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
      <Announcer summary={query.data ? `${liveCount} calls are live` : ''} />
    </div>
  );
}

const NoLiveCalls = () => (
  <FirstRun title="No call is live">
    <p>Calls appear here by themselves as soon as their first callback arrives.</p>
    <p>
      To see one, call a number whose status callback is this server’s, or start the simulator:{' '}
      <code>npm run simulate</code>.
    </p>
  </FirstRun>
);

const COLUMNS: Column<FloorRow>[] = [
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
];
