import { DataTable, type Column } from '../lists/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Remedy } from '../parts/remedy.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Ago, Time } from '../parts/times/time.tsx';
import type { Tone } from '../parts/tone.ts';
import type { Reconciliation, Tier } from './reconciliation-query.ts';

/** The tiers of reconciliation: when each succeeded last, where it is, and its last error. */
export const Tiers = ({
  reconciliation: { tiers, uncompared_calls: uncompared },
}: {
  reconciliation: Reconciliation;
}) => (
  <Panel
    title="Tiers"
    end={
      <span className="text-12 text-muted">
        {uncompared === 0
          ? 'Every ended call is compared with Twilio'
          : `${uncompared} ended calls are not compared yet`}
      </span>
    }
  >
    <DataTable
      label="Tiers"
      columns={COLUMNS}
      rows={tiers}
      idOf={({ job_name }) => job_name}
      selectedId={null}
      onOpen={() => {}}
      toneOf={({ state }) => (STATES[state].tone === 'bad' ? 'alarm' : undefined)}
    />
  </Panel>
);

const STATES: Readonly<Record<Tier['state'], { words: string; tone: Tone }>> = {
  ok: { words: 'Up to date', tone: 'live' },
  failing: { words: 'Fails', tone: 'bad' },
  late: { words: 'Late', tone: 'bad' },
  never: { words: 'Never ran', tone: 'idle' },
};

const NAMES: Readonly<Record<string, string>> = {
  reconcile_hot: 'Hot: calls that are live',
  reconcile_warm: 'Warm: calls that have ended',
  reconcile_cold: 'Cold: the daily scan',
};

type Cursor = { last_call_sid?: string; last_updated_at?: string };

const COLUMNS: Column<Tier>[] = [
  {
    id: 'state',
    name: 'State',
    cell: ({ state }) => <Status tone={STATES[state].tone}>{STATES[state].words}</Status>,
  },
  {
    id: 'name',
    name: 'Tier',
    cell: ({ job_name, state, last_error, last_error_at, remedy, runbook }) => (
      <div className="max-w-2xl py-1.5 whitespace-normal">
        {NAMES[job_name] ?? job_name}
        {state === 'failing' && last_error !== null && (
          <p className="text-bad">
            {last_error} <Time at={last_error_at} />
          </p>
        )}
        {remedy !== null && <Remedy remedy={remedy} runbook={runbook} />}
      </div>
    ),
  },
  {
    id: 'success',
    name: 'Last success',
    cell: ({ last_success_at: at }) => (at === null ? <Absent because="never" /> : <Ago at={at} />),
  },
  {
    id: 'cursor',
    name: 'Cursor',
    isSecondary: true,
    cell: ({ cursor }) => {
      const { last_call_sid: sid, last_updated_at: at } = cursor as Cursor;
      if (!sid && !at) return <Absent because="none" />;
      return (
        <>
          {sid && <code title={sid}>{`${sid.slice(0, 6)}…${sid.slice(-4)}`}</code>} {at && <Time at={at} />}
        </>
      );
    },
  },
];
