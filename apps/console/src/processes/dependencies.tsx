import { useQuery } from '@tanstack/react-query';
import { DataTable, type Column } from '../lists/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Remedy } from '../parts/remedy.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Ago, Time } from '../parts/times/time.tsx';
import { DEPENDENCY_STATES, healthQuery, type Dependency, type HealthProblem } from './processes-query.ts';

type Row = Dependency & { problem: HealthProblem | undefined };

/** What the processes need, and when it answered last. The banner says why it cannot be read. */
export function Dependencies() {
  const { data } = useQuery(healthQuery);
  if (!data) return null;
  const rows = data.dependencies.map((dependency): Row => ({
    ...dependency,
    problem: data.problems.find(({ subject }) => subject === `dependency:${dependency.name}`),
  }));
  return (
    <Panel title="Dependencies">
      <DataTable
        label="Dependencies"
        columns={COLUMNS}
        rows={rows}
        idOf={({ name }) => name}
        selectedId={null}
        onOpen={() => {}}
        toneOf={({ state }) => (state === 'unavailable' ? 'alarm' : undefined)}
      />
    </Panel>
  );
}

const COLUMNS: Column<Row>[] = [
  {
    id: 'state',
    name: 'State',
    cell: ({ state }) => <Status tone={DEPENDENCY_STATES[state].tone}>{DEPENDENCY_STATES[state].words}</Status>,
  },
  {
    id: 'name',
    name: 'Dependency',
    cell: ({ title, cause, since, missed_by, problem }) => (
      <div className="max-w-2xl py-1.5 whitespace-normal">
        {title}
        {cause !== null && <p className="text-muted">{cause}</p>}
        {problem && (
          <>
            <p className="text-muted">
              Missed by {missed_by.join(', ')}
              {since && (
                <>
                  {' '}
                  since <Time at={since} />
                </>
              )}
            </p>
            <Remedy {...problem} />
          </>
        )}
      </div>
    ),
  },
  {
    id: 'latency',
    name: 'Answered in',
    isNumeric: true,
    isSecondary: true,
    cell: ({ latency_ms }) => (latency_ms === null ? <Absent because="not measured" /> : `${latency_ms} ms`),
  },
  {
    id: 'checked',
    name: 'Last answer',
    isSecondary: true,
    cell: ({ checked_at }) => (checked_at === null ? <Absent because="none yet" /> : <Ago at={checked_at} />),
  },
];
