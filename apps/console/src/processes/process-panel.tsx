import { Facts } from '../parts/panel.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Ago, Time } from '../parts/times/time.tsx';
import { PROCESS_STATES, type Process } from './processes-query.ts';

const HEADING = 'pb-1 text-12 font-semibold text-muted';

/** What the last heartbeat of a process said. */
export const ProcessPanel = ({ process, onClose }: { process: Process; onClose: () => void }) => (
  <SidePanel title={process.app} closeName="Close the process" onClose={onClose}>
    <Facts
      facts={[
        [
          'State',
          <Status key="state" tone={PROCESS_STATES[process.state].tone}>
            {PROCESS_STATES[process.state].words}
          </Status>,
        ],
        ['Version', process.version],
        ['Commit', process.commit ? <code key="commit">{process.commit}</code> : <Absent key="commit" />],
        ['Host', `${process.host}, process ${process.pid}`],
        ['Started', <Time key="started" at={process.started_at} />],
        ['Heartbeat', <Ago key="heartbeat" at={process.heartbeat_at} />],
        ...(process.ended_at ? [['Ended', <Time key="ended" at={process.ended_at} />] as const] : []),
      ]}
    />
    {process.failing_loops.length > 0 && (
      <section className="border-t border-line px-4 py-3">
        <h3 className={HEADING}>Loops that do not work</h3>
        <ul className="flex flex-col gap-2">
          {process.failing_loops.map(({ name, state, error, failures }) => (
            <li key={name}>
              <Status tone="warn">
                {name} is {state}
              </Status>
              <p className="text-muted">
                {failures} {failures === 1 ? 'round' : 'rounds'} in a row{error && `: ${error}`}
              </p>
            </li>
          ))}
        </ul>
      </section>
    )}
    {Object.keys(process.figures).length > 0 && (
      <section className="border-t border-line">
        <h3 className={`${HEADING} px-4 pt-3`}>In the 10 s before the heartbeat</h3>
        <Facts
          facts={Object.entries(process.figures).map(([name, value]) => [name.replaceAll('_', ' '), String(value)])}
        />
      </section>
    )}
    <section className="border-t border-line px-4 py-3">
      <h3 className={HEADING}>Its /health</h3>
      <pre className="font-mono text-12 whitespace-pre-wrap">{JSON.stringify(process.report, null, 2)}</pre>
    </section>
  </SidePanel>
);
