import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useShortcuts } from '../../keyboard/use-shortcuts.ts';
import { ToggleChip } from '../../parts/chip.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Phone } from '../../parts/phone/phone.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Answered, Failure } from '../../parts/states.tsx';
import { Duration, Time } from '../../parts/times/time.tsx';
import { CallDirection, CallState, SimTag } from '../call-cells.tsx';
import type { CallStatus } from '../call.ts';
import { UnknownCall } from './ask-twilio.tsx';
import { actsOf } from './acts.ts';
import { ActsPanel } from './acts-panel.tsx';
import { CallActions } from './call-actions.tsx';
import { unlessNumber } from '../name-of-contact.ts';
import { numberOf } from './lanes/lane-rows.ts';
import { Lanes } from './lanes/lanes.tsx';
import { isFinding } from './mark-look.ts';
import { MarkPanel } from './mark-panel.tsx';
import { MarksTable } from './marks-table.tsx';
import { Recordings } from './recordings.tsx';
import { TimeSlider } from './time-slider.tsx';
import { traceQuery, type Trace } from './trace-query.ts';
import type { TraceSearch } from './trace-search.ts';
import { Verdict } from './verdict.tsx';

const route = getRouteApi('/shell/calls/$call');

/** A call: the verdict, the picture, the table of the same, and one selected callback with its fields. */
export function CallPage() {
  const { call: key } = route.useParams();
  const search = route.useSearch();
  const asked = useQuery(traceQuery(key, search.as_of));
  const { data, error, isPending, isFetching, refetch } = asked;
  if (data === null) return <UnknownCall callKey={key} />;
  if (isPending) return <Skeleton label="Loading the call" lines={12} />;
  if (!data) return <Failure error={error} onRetry={() => void refetch()} isRetrying={isFetching} />;
  return (
    <Answered by={asked}>
      <CallTrace callKey={key} trace={data} />
    </Answered>
  );
}

function CallTrace({ callKey, trace }: { callKey: string; trace: Trace }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = useCallback(
    (changes: Partial<TraceSearch>) =>
      void navigate({
        search: (before: TraceSearch) => ({ ...before, ...changes }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const select = useCallback((mark: string) => set({ mark }), [set]);
  const showAsOf = useCallback((asOf: string | undefined) => set({ as_of: asOf }), [set]);
  const onlyFindings = search.only === 'findings';
  const marks = useMemo(() => (onlyFindings ? trace.marks.filter(isFinding) : trace.marks), [trace, onlyFindings]);
  const acts = useMemo(() => actsOf(trace), [trace]);
  const selected = trace.marks.find(({ inbox_id }) => inbox_id === search.mark) ?? marks[0];
  useShortcuts(
    useMemo(() => {
      const step = (by: 1 | -1) => () => {
        const at = marks.findIndex(({ inbox_id }) => inbox_id === selected?.inbox_id);
        const next = marks[at + by];
        if (next) select(next.inbox_id);
      };
      return [
        { keys: '[', label: 'Previous callback', group: 'Call', run: step(-1) },
        { keys: ']', label: 'Next callback', group: 'Call', run: step(1) },
      ];
    }, [marks, selected, select]),
  );
  const nameOfLeg = (sid: string) => trace.lanes.legs.find(({ call_sid }) => call_sid === sid)?.label ?? sid;
  return (
    <div className="flex flex-col gap-4">
      <Heading callKey={callKey} trace={trace} />
      {trace.verdict && <Verdict verdict={trace.verdict} />}
      <div className={`grid gap-4 ${selected ? 'xl:grid-cols-[minmax(0,1fr)_20rem]' : ''}`}>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel
            title="Timeline, by Twilio’s clock"
            end={
              trace.marks.length > 0 && (
                <ToggleChip isOn={onlyFindings} onChange={(isOn) => set({ only: isOn ? 'findings' : undefined })}>
                  Only findings
                </ToggleChip>
              )
            }
          >
            <Lanes trace={trace} onlyFindings={onlyFindings} selected={selected?.inbox_id} onSelect={select} />
            {trace.known_from !== null && trace.known_until !== null && trace.verdict && (
              <TimeSlider from={trace.known_from} until={trace.known_until} asOf={search.as_of} onChange={showAsOf} />
            )}
          </Panel>
          {trace.lanes.recordings.length > 0 && (
            <Recordings recordings={trace.lanes.recordings} questions={trace.lanes.questions} />
          )}
          {acts.length > 0 && <ActsPanel acts={acts} />}
          {trace.marks.length > 0 && (
            <Panel title={`Callbacks ${marks.length}`}>
              <MarksTable trace={trace} marks={marks} selected={selected?.inbox_id} onSelect={select} />
              {trace.marks_left_out > 0 && (
                <p className="px-4 py-2 text-muted">
                  {trace.marks_left_out} more came and were applied as usual. The inbox lists them.
                </p>
              )}
            </Panel>
          )}
        </div>
        {selected && <MarkPanel mark={selected} legName={nameOfLeg(selected.leg)} />}
      </div>
    </div>
  );
}

function Heading({ callKey, trace }: { callKey: string; trace: Trace }) {
  const { call, lanes } = trace;
  const parent = lanes.legs[0];
  const name = unlessNumber(parent?.party.name ?? null);
  return (
    <header className="flex flex-col gap-1">
      <nav aria-label="Path" className="text-muted">
        <Link to="/calls" className="hover:underline">
          Calls
        </Link>{' '}
        › <code>{call?.call_sid ?? callKey}</code>
      </nav>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h1 className="text-20">
          <Phone number={call?.from_number ?? null} /> → <Phone number={call?.to_number ?? null} />
        </h1>
        {name && <span className="text-16 font-semibold">{name}</span>}
        {call && <CallState status={call.status as CallStatus} />}
        <SimTag />
        {call && (
          <span className="flex flex-wrap items-baseline gap-x-3 text-muted">
            <CallDirection direction={call.direction} />
            <Time at={call.start_time ?? call.created_at} />
            <Duration seconds={call.duration_sec} />
          </span>
        )}
        {!call && <span className="text-muted">{parent && numberOf(parent.party)}</span>}
        <CallActions callKey={callKey} trace={trace} />
      </div>
    </header>
  );
}
