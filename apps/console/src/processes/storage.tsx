import { useQuery } from '@tanstack/react-query';
import { Facts, Panel } from '../parts/panel.tsx';
import { Status } from '../parts/status.tsx';
import { Absent } from '../parts/times/time.tsx';
import { DEPENDENCY_STATES, healthQuery, type Process } from './processes-query.ts';

/** Where recordings and callbacks are kept, as the processes that write there say it. */
export function Storage() {
  const { data } = useQuery(healthQuery);
  if (!data) return null;
  const store = data.dependencies.find(({ name }) => name === 'store');
  const running = data.processes.filter(({ state }) => state !== 'ended' && state !== 'silent');
  const kind = running
    .map(({ report }) => (report as { storage?: unknown }).storage)
    .find((said) => said !== undefined);
  return (
    <Panel title="Storage">
      <Facts
        facts={[
          [
            'Recordings',
            store ? (
              <Status key="store" tone={DEPENDENCY_STATES[store.state].tone} isStrong={false}>
                {DEPENDENCY_STATES[store.state].words}
                {typeof kind === 'string' && `, ${KINDS[kind] ?? kind}`}
              </Status>
            ) : (
              <Absent key="store" />
            ),
          ],
          ['Spool', <Spool key="spool" reports={running.flatMap(spoolOf)} />],
        ]}
      />
    </Panel>
  );
}

const KINDS: Readonly<Record<string, string>> = { folder: 'in a folder', s3: 'in a bucket' };

type SpoolReport = { mode?: string; files?: number };

const spoolOf = ({ report }: Process): SpoolReport[] => {
  const { spool } = report as { spool?: SpoolReport };
  return spool ? [spool] : [];
};

/** Callbacks on the disks of ingest while Postgres is unavailable. */
function Spool({ reports }: { reports: readonly SpoolReport[] }) {
  if (reports.length === 0) return <Absent because="no ingest runs" />;
  if (reports.every(({ mode }) => mode === 'off')) return 'off: callbacks are refused while Postgres is unavailable';
  const files = reports.reduce((sum, report) => sum + (report.files ?? 0), 0);
  return files === 0 ? 'empty: every callback is in Postgres' : <Status tone="warn">{files} files on disk</Status>;
}
