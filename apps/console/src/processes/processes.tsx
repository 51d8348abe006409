import { WithPanel } from '../lists/with-panel.tsx';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { FilterChip } from '../parts/chip.tsx';
import { DataTable, type Column } from '../lists/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { NothingFound } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { TableSkeleton } from '../lists/table-skeleton.tsx';
import { Ago, Time } from '../parts/times/time.tsx';
import { useHeldRows } from '../lists/use-held-rows.ts';
import { useRowKeys } from '../lists/use-row-keys.ts';
import type { TabProps } from '../ops/ops-search.ts';
import { ProcessPanel } from './process-panel.tsx';
import { healthQuery, PROCESS_STATES, type Process } from './processes-query.ts';

const idOf = ({ id }: Process): string => id;
const NONE: readonly Process[] = [];

/** Every process with its version and last heartbeat; one is open next to them. The banner says why they cannot be read. */
export function Processes({ search, onChange }: TabProps) {
  const { data, isPending } = useQuery(healthQuery);
  const { app, selected } = search;
  const rows = useMemo(
    () => data?.processes.filter((process) => !app || app.some((each) => each === process.app)) ?? NONE,
    [data, app],
  );
  const held = useHeldRows(rows, { idOf, isPaused: false });
  const [cursor, setCursor] = useState<string | null>(null);
  const open = (row: Process): void => {
    setCursor(row.id);
    onChange({ selected: row.id }, false);
  };
  const selectedId = cursor ?? selected ?? null;
  useRowKeys({ rows: held.rows, idOf, selectedId, onSelect: (row) => setCursor(row.id), onOpen: open });
  if (!data && !isPending) return null;
  const shown = selected === undefined ? undefined : data?.processes.find(({ id }) => id === selected);
  const content = () => {
    if (isPending) return <TableSkeleton columns={COLUMNS} label="processes" />;
    if (held.rows.length === 0)
      return (
        <NothingFound
          filters={[`App: ${app?.join(' or ')}. No process of it ran in the last hour`]}
          onClear={() => onChange({ app: undefined })}
        />
      );
    return (
      <DataTable
        label="Processes"
        columns={COLUMNS}
        rows={held.rows}
        idOf={idOf}
        selectedId={selectedId}
        onOpen={open}
        toneOf={({ state }) =>
          state === 'ended' ? 'ended' : state === 'silent' || state === 'unhealthy' ? 'alarm' : undefined
        }
      />
    );
  };
  return (
    <WithPanel
      panel={
        shown && (
          <ProcessPanel key={shown.id} process={shown} onClose={() => onChange({ selected: undefined }, false)} />
        )
      }
    >
      <div className="min-w-0" {...held.holders}>
        <Panel
          title="Processes"
          end={app?.map((each) => (
            <FilterChip
              key={each}
              name={each}
              onRemove={() => onChange({ app: app.length > 1 ? app.filter((other) => other !== each) : undefined })}
            >
              {each}
            </FilterChip>
          ))}
        >
          {content()}
        </Panel>
      </div>
    </WithPanel>
  );
}

const COLUMNS: Column<Process>[] = [
  {
    id: 'state',
    name: 'State',
    cell: ({ state }) => <Status tone={PROCESS_STATES[state].tone}>{PROCESS_STATES[state].words}</Status>,
  },
  {
    id: 'app',
    name: 'App',
    cell: ({ id, app, failing_loops }) => (
      <span data-party>
        <Link
          to="."
          search={((search: object) => ({ ...search, selected: id })) as never}
          resetScroll={false}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          {app}
        </Link>
        {failing_loops.length > 0 && (
          <span className="text-warn">
            {' '}
            · {failing_loops.length === 1 ? '1 loop fails' : `${failing_loops.length} loops fail`}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'heartbeat',
    name: 'Last heartbeat',
    cell: ({ heartbeat_at, ended_at }) => <Ago at={ended_at ?? heartbeat_at} />,
  },
  {
    id: 'version',
    name: 'Version',
    isSecondary: true,
    cell: ({ version, commit }) => (
      <>
        {version} {commit && <code title={commit}>{commit.slice(0, 7)}</code>}
      </>
    ),
  },
  { id: 'started', name: 'Started', isSecondary: true, cell: ({ started_at }) => <Time at={started_at} /> },
  { id: 'host', name: 'Host', isSecondary: true, cell: ({ host, pid }) => `${host}, process ${pid}` },
];
