import type { Column } from '../lists/data-table.tsx';
import { ListTable } from '../lists/list-table.tsx';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { CallState } from '../calls/call-cells.tsx';
import { WINDOW_WORDS, WINDOWS } from '../calls/calls-search.ts';
import { ToggleChip } from '../parts/chip.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { FirstRun, NothingFound } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Duration, Time } from '../parts/times/time.tsx';
import { partyOf } from './party-of-siren.ts';
import type { Siren } from './open-sirens.ts';
import { sirenHistoryQuery, sirenSummaryQuery } from './siren-history-query.ts';
import { sirenWords } from './siren-words.ts';
import { DEFAULT_HISTORY, OUTCOMES, type Outcome, type SirensSearch } from './sirens-search.ts';
import { SummaryLine } from './summary-line.tsx';

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = { resolved: 'Resolved', false_alarm: 'False alarm' };

type HistoryProps = { search: SirensSearch; onChange: (next: SirensSearch) => void };

/** Sirens that were closed, how fast, and how. */
export function SirenHistory({ search, onChange }: HistoryProps) {
  const { outcome, window = DEFAULT_HISTORY } = search;
  const list = useInfiniteQuery(sirenHistoryQuery({ outcome, window }));
  const summary = useQuery(sirenSummaryQuery(window));
  const navigate = useNavigate();
  const rows = useMemo(() => list.data?.pages.flatMap(({ data }) => data.filter(isClosed)) ?? [], [list.data]);
  const open = ({ call, call_sid, call_id }: Siren): void => {
    if (call) void navigate({ to: '/calls/$call', params: { call: call_sid ?? call_id } });
  };
  const empty =
    !outcome && window === 'all' ? (
      <FirstRun title="No siren was ever closed">
        Sirens that were resolved, and false alarms, are listed here with how fast they were answered. A siren is raised
        from a live call.
      </FirstRun>
    ) : (
      <NothingFound
        filters={[
          ...(outcome ? [`Outcome: ${OUTCOME_WORDS[outcome]}`] : []),
          ...(window === 'all' ? [] : [`Window: ${WINDOW_WORDS[window]}`]),
        ]}
        onClear={() => onChange({ outcome: undefined, window: 'all' })}
      />
    );
  return (
    <section aria-labelledby="history" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="history" className="mr-2 text-16">
          History
        </h2>
        {OUTCOMES.map((each) => (
          <ToggleChip
            key={each}
            isOn={outcome === each}
            onChange={(isOn) => onChange({ outcome: isOn ? each : undefined })}
          >
            {OUTCOME_WORDS[each]}
          </ToggleChip>
        ))}
        <label className="inline-flex items-center gap-2 text-muted">
          <span className="only-read">Window of time</span>
          <select
            value={window}
            onChange={({ target }) => onChange({ window: target.value as SirensSearch['window'] })}
            className="h-6 rounded-full border border-control bg-surface px-2 text-12"
          >
            {WINDOWS.map((each) => (
              <option key={each} value={each}>
                {WINDOW_WORDS[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <SummaryLine summary={summary.data} error={summary.error} />
      <ListTable
        list={list}
        rows={rows}
        label="History of sirens"
        columns={COLUMNS}
        selectedId={search.siren ?? null}
        onOpen={open}
        empty={empty}
        older="Show older sirens"
      />
    </section>
  );
}

const isClosed = ({ status }: Siren): boolean => status === 'resolved' || status === 'false_alarm';

const secondsTo = (from: string, to: string | null) =>
  to === null ? <Absent because="not answered" /> : <Duration seconds={(Date.parse(to) - Date.parse(from)) / 1000} />;

function PartyCell({ siren }: { siren: Siren }) {
  const { name, number } = partyOf(siren);
  return name ? <span className="font-semibold">{name}</span> : <Phone number={number} />;
}

/** Opens the call, for those who have no pointer. */
const Reason = ({ siren: { call, call_sid, call_id, reason } }: { siren: Siren }) =>
  call ? (
    <Link
      to="/calls/$call"
      params={{ call: call_sid ?? call_id }}
      className="inline-flex min-h-6 items-center hover:underline"
    >
      {reason}
    </Link>
  ) : (
    <span>{reason}</span>
  );

const COLUMNS: Column<Siren>[] = [
  { id: 'raised', name: 'Raised', cell: ({ raised_at }) => <Time at={raised_at} /> },
  {
    id: 'reason',
    name: 'Reason',
    cell: (siren) => (
      <span className="flex max-w-80 flex-col py-1 whitespace-normal">
        <Reason siren={siren} />
        <span className="text-12 text-muted">
          {sirenWords(siren.alert_type)}, by {siren.triggered_by_name ?? 'the operator'}
        </span>
      </span>
    ),
  },
  { id: 'party', name: 'Party', isSecondary: true, cell: (siren) => <PartyCell siren={siren} /> },
  {
    id: 'call',
    name: 'Call',
    isSecondary: true,
    cell: ({ call }) => (call ? <CallState status={call.status} /> : <Absent because="the call may not be seen" />),
  },
  {
    id: 'answered',
    name: 'To answer',
    isNumeric: true,
    isSecondary: true,
    cell: ({ raised_at, acknowledged_at }) => secondsTo(raised_at, acknowledged_at),
  },
  {
    id: 'closed',
    name: 'To close',
    isNumeric: true,
    isSecondary: true,
    cell: ({ raised_at, resolved_at }) => secondsTo(raised_at, resolved_at),
  },
  {
    id: 'outcome',
    name: 'Outcome',
    cell: ({ status, resolution, resolved_by_name }) => (
      <span className="flex max-w-96 flex-col items-start py-1 whitespace-normal">
        <Status tone={status === 'resolved' ? 'live' : 'idle'} isStrong={false}>
          {status === 'resolved' ? 'Resolved' : 'False alarm'} by {resolved_by_name ?? 'the operator'}
        </Status>
        {resolution && <span className="text-muted">{resolution}</span>}
      </span>
    ),
  },
];
