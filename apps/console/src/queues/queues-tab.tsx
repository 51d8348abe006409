import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { DataTable, type Column } from '../lists/data-table.tsx';
import { ElsewhereIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { Answered } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { TableSkeleton } from '../lists/table-skeleton.tsx';
import { Absent, Time } from '../parts/times/time.tsx';
import { figureInWords } from '../metrics/figures.ts';
import { QueueButtons } from './queue-buttons.tsx';
import { queuesQuery, type Queue } from './queues-query.ts';

/** How full the queues are, and their pauses. Single jobs are the board's. */
export function QueuesTab() {
  const asked = useQuery(queuesQuery);
  const { data, isPending } = asked;
  const mayManage = mayUse(useAccount(), 'queues.manage');
  const columns = useMemo(() => (mayManage ? [...COLUMNS, BUTTONS] : COLUMNS), [mayManage]);
  const board = mayManage && (
    <a href="/admin/queues" className="inline-flex h-6 items-center gap-1.5 text-accent hover:underline">
      Single jobs, on Bull Board <ElsewhereIcon className="size-3" />
    </a>
  );
  if (isPending)
    return (
      <Panel title="Queues" end={board}>
        <TableSkeleton columns={columns} label="queues" />
      </Panel>
    );
  const table = data && (
    <Panel title="Queues" end={board}>
      <DataTable
        label="Queues"
        columns={columns}
        rows={data.data}
        idOf={({ name }) => name}
        selectedId={null}
        onOpen={() => {}}
        toneOf={({ available }) => (available ? undefined : 'alarm')}
      />
    </Panel>
  );
  return <Answered by={asked}>{table}</Answered>;
}

const count = (value: number | null) => value ?? <Absent because="the queue’s server does not answer" />;

function QueueState({ available, paused, held }: Queue) {
  if (paused) return <Status tone="warn">Paused{held ? `, holds ${held}` : ''}</Status>;
  return available ? <Status tone="live">Runs</Status> : <Status tone="bad">Server unavailable</Status>;
}

const COLUMNS: Column<Queue>[] = [
  { id: 'state', name: 'State', cell: (row) => <QueueState {...row} /> },
  {
    id: 'name',
    name: 'Queue',
    cell: ({ name, pause, available }) => (
      <div className="py-1.5 whitespace-normal">
        <span className="font-semibold whitespace-nowrap">{name}</span>
        {pause && (
          <p className="max-w-prose text-muted">
            “{pause.reason}”, since <Time at={pause.paused_at} />
          </p>
        )}
        {!available && <p className="text-muted">The jobs’ rows are in Postgres. What to do is said above.</p>}
      </div>
    ),
  },
  { id: 'waiting', name: 'Waiting', isNumeric: true, cell: ({ waiting }) => count(waiting) },
  { id: 'active', name: 'Active', isNumeric: true, isSecondary: true, cell: ({ active }) => count(active) },
  { id: 'delayed', name: 'Delayed', isNumeric: true, isSecondary: true, cell: ({ delayed }) => count(delayed) },
  { id: 'failed', name: 'Failed', isNumeric: true, isSecondary: true, cell: ({ failed }) => count(failed) },
  {
    id: 'oldest',
    name: 'Oldest waits',
    isNumeric: true,
    isSecondary: true,
    cell: ({ oldest_waiting_seconds: seconds }) =>
      seconds === null ? <Absent because="none waits" /> : figureInWords(seconds, 's'),
  },
];

const BUTTONS: Column<Queue> = {
  id: 'change',
  name: 'Change',
  isNameHidden: true,
  cell: (row) => <QueueButtons queue={row} />,
};
