import { isRow, type Heading } from '../lists/heading.ts';
import { ListTable } from '../lists/list-table.tsx';
import { WithPanel } from '../lists/with-panel.tsx';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { callKey } from '../calls/call-cells.tsx';
import { CallPanel } from '../calls/call-panel.tsx';
import { Announcer } from '../parts/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { PauseIcon, PlayIcon } from '../parts/icons.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { Answered, FirstRun, NothingFound } from '../parts/states.tsx';
import { useHeldRows } from '../lists/use-held-rows.ts';
import { useNow } from '../parts/times/use-now.ts';
import { useRowKeys } from '../lists/use-row-keys.ts';
import { Board } from './board.tsx';
import { CallControls } from './commands/call-controls.tsx';
import { isStillRecording } from './concerns.ts';
import { FilterBar } from './filter-bar.tsx';
import { floorColumns } from './floor-columns.tsx';
import { FloorTiles } from './floor-tiles.tsx';
import type { FloorRow } from './floor.ts';
import { GroupButton } from './group-button.tsx';
import { groupRows } from './group-rows.ts';
import { chosenOf, filtersInWords } from './live-filters.ts';
import { NO_FILTERS, type LiveSearch } from './live-search.ts';
import { StillRecording } from './still-recording.tsx';
import { CommandsContext, useCallCommands } from './commands/use-call-commands.ts';
import { useFloor } from './use-floor.ts';
import { useLiveKeys } from './use-live-keys.ts';
import { RaisedSirensContext, useRaisedSirens } from './commands/use-raised-sirens.ts';

const route = getRouteApi('/shell/live');
const idOf = ({ id }: FloorRow | Heading): string => id;
const DropDialog = lazy(async () => ({ default: (await import('./commands/drop-dialog.tsx')).DropDialog }));
const RaiseDialog = lazy(async () => ({ default: (await import('./commands/raise-dialog.tsx')).RaiseDialog }));

/** What a wait is measured by changes the choice of rows in these steps. */
const MEASURE_STEP_MS = 5000;

/** Before the first answer; the server sends the real ones with every row. */
const NO_THRESHOLDS = {
  waiting_seconds: 30,
  siren_alert_seconds: 30,
  recording_confirm_seconds: 3,
  answered_share_seconds: 900,
  just_ended_seconds: 15,
};

/** Calls as they happen. No row moves while a pointer or the focus is in the list. */
export function LivePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isPaused, setPaused] = useState(false);
  const { query, rows } = useFloor();
  const { data } = query;
  const commands = useCallCommands();
  const raised = useRaisedSirens();
  const now = useNow(MEASURE_STEP_MS);
  const skewMs = data?.skewMs ?? 0;
  const thresholds = data?.thresholds ?? NO_THRESHOLDS;
  const measure = useMemo(() => ({ thresholds, now: now + skewMs }), [thresholds, now, skewMs]);
  const chosen = useMemo(() => chosenOf(rows, search, measure), [rows, search, measure]);
  const entries = useMemo(() => groupRows(chosen, search.group), [chosen, search.group]);
  const held = useHeldRows(entries, { idOf, isPaused, question: search.group ?? '' });
  const calls = useMemo(() => held.rows.filter<FloorRow>(isRow), [held.rows]);
  const change = (next: LiveSearch, replace = true): void => void navigate({ search: { ...search, ...next }, replace });
  const selected = rows.find((row) => callKey(row) === search.selected);
  const [cursor, setCursor] = useState<string | null>(null);
  const current = cursor ?? selected?.id ?? null;
  const [dialog, setDialog] = useState<{ is: 'drop' | 'raise'; row: FloorRow } | null>(null);
  const dialogs = useMemo(
    () => ({
      onDrop: (row: FloorRow) => setDialog({ is: 'drop', row }),
      onRaise: (row: FloorRow) => setDialog({ is: 'raise', row }),
    }),
    [],
  );
  const isBesidePanel = search.selected !== undefined;
  const columns = useMemo(
    () => floorColumns({ thresholds, skewMs, dialogs, isBesidePanel }),
    [thresholds, skewMs, dialogs, isBesidePanel],
  );
  const open = (row: FloorRow): void => {
    setCursor(row.id);
    change({ selected: callKey(row) }, false);
  };
  useRowKeys({
    rows: calls,
    idOf,
    selectedId: current,
    onSelect: (row) => setCursor(row.id),
    onOpen: open,
  });
  useLiveKeys({
    row: rows.find(({ id }) => id === current),
    commands,
    dialogs,
    onPause: () => setPaused((is) => !is),
    onBoard: () => change({ board: search.board ? undefined : '1' }, false),
  });
  const liveCount = rows.filter(({ is_final }) => !is_final).length;
  const still = rows.filter(isStillRecording).length;
  const empty =
    rows.length === 0 ? (
      <NoLiveCalls />
    ) : (
      <NothingFound filters={filtersInWords(search, thresholds)} onClear={() => change(NO_FILTERS)} />
    );
  const dialogRow = dialog && (rows.find(({ id }) => id === dialog.row.id) ?? dialog.row);
  const page = search.board ? (
    <Answered by={query}>{data && <Board floor={data} rows={rows} />}</Answered>
  ) : (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-20">Live floor</h1>
        <span className="ml-auto flex flex-wrap items-center gap-2 text-muted">
          <GroupButton group={search.group} onChoose={(group) => change({ group })} />
          <Button isSmall kind="quiet" onClick={() => change({ board: '1' }, false)}>
            Wall board <KeyHint keys="w" />
          </Button>
          <Button isSmall kind="quiet" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
            {isPaused ? <PlayIcon className="size-3" /> : <PauseIcon className="size-3" />}
            {isPaused ? 'Resume updates' : 'Pause updates'} <KeyHint keys="p" />
          </Button>
        </span>
      </div>
      <StillRecording rows={rows} />
      {data && <FloorTiles floor={data} still={still} />}
      {data && <FilterBar rows={rows} search={search} measure={measure} onChange={change} />}
      {data?.limited && (
        <p className="text-warn">
          More calls are live than are listed here: these are the latest. The figures count all of them.
        </p>
      )}
      <WithPanel
        panel={
          search.selected && (
            <CallPanel
              key={search.selected}
              id={search.selected}
              onClose={() => change({ selected: undefined }, false)}
            >
              {selected && <CallControls row={selected} dialogs={dialogs} />}
            </CallPanel>
          )
        }
      >
        <ListTable
          list={query}
          held={held}
          label="Live calls"
          columns={columns}
          selectedId={current}
          onOpen={open}
          toneOf={toneOf}
          empty={empty}
        />
      </WithPanel>
      <Announcer summary={data ? `${liveCount} calls are live` : ''} />
    </div>
  );
  return (
    <CommandsContext value={commands}>
      <RaisedSirensContext value={raised}>
        {page}
        <Suspense>
          {dialogRow && dialog?.is === 'drop' && <DropDialog row={dialogRow} onClose={() => setDialog(null)} />}
          {dialogRow && dialog?.is === 'raise' && <RaiseDialog row={dialogRow} onClose={() => setDialog(null)} />}
        </Suspense>
      </RaisedSirensContext>
    </CommandsContext>
  );
}

const toneOf = (row: FloorRow): 'ended' | 'alarm' | undefined =>
  row.is_final ? 'ended' : row.siren?.status === 'active' || isStillRecording(row) ? 'alarm' : undefined;

const NoLiveCalls = () => (
  <FirstRun title="No call is live">
    <p>Calls appear here by themselves as soon as their first callback arrives.</p>
    <p>
      To see one, call a number whose status callback is this server’s, or start the simulator:{' '}
      <code>npm run simulate</code>.
    </p>
  </FirstRun>
);
