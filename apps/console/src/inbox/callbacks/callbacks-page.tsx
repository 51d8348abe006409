import type { Column } from '../../lists/data-table.tsx';
import { ListTable } from '../../lists/list-table.tsx';
import { WithPanel } from '../../lists/with-panel.tsx';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { WINDOW_WORDS } from '../../calls/calls-search.ts';
import { Announcer } from '../../parts/announcer.tsx';
import { buttonClass } from '../../parts/button.tsx';
import { NothingFound } from '../../parts/states.tsx';
import { TableSkeleton } from '../../lists/table-skeleton.tsx';
import { Absent, Time } from '../../parts/times/time.tsx';
import { useHeldRows } from '../../lists/use-held-rows.ts';
import { CallbackPanel } from '../callback-panel.tsx';
import type { CallbackRow } from '../callback.ts';
import { InboxFirstRun } from '../first-run.tsx';
import { windowOf, type CallbacksSearch } from '../inbox-search.ts';
import { useSelection } from '../../lists/use-selection.ts';
import { attemptsOf, CallbackState, CallbackTitle, CallOf, Copies, ErrorText } from './callback-cells.tsx';
import { CallbacksFilters, filtersInWords } from './callbacks-filters.tsx';
import { anyCallbackQuery } from './callbacks-query.ts';
import { useCallbacks } from './use-callbacks.ts';

const route = getRouteApi('/shell/inbox/');
const idOf = ({ id }: CallbackRow): string => id;
const NO_FILTERS = { q: undefined, state: undefined, type: undefined, call_sid: undefined, fingerprint: undefined };

/** Every callback as it was received, the latest first, with what came of it. */
export function CallbacksPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { list, top, rows, isApart, error } = useCallbacks(search);
  const [isPaused, setPaused] = useState(false);
  const held = useHeldRows(rows, { idOf, isPaused });
  const change = (next: CallbacksSearch, replace = true): void =>
    void navigate({ search: { ...search, ...next }, replace, resetScroll: false });
  const selection = useSelection({
    rows: held.rows,
    openId: search.selected,
    onOpen: (selected) => change({ selected }, false),
  });
  const filters = filtersInWords(search);
  const isEmpty = !list.isPending && rows.length === 0 && filters.length === 0 && !error;
  const any = useQuery({ ...anyCallbackQuery, enabled: isEmpty });
  const [isTesting, setTesting] = useState(false); // the test's own callback does not replace its steps
  if ((isEmpty && any.data === false) || isTesting)
    return <InboxFirstRun onTest={() => setTesting(true)} onShow={() => setTesting(false)} />;
  const window = windowOf(search);
  const empty =
    isEmpty && any.isPending ? (
      <TableSkeleton columns={COLUMNS} label="callbacks" />
    ) : (
      <NothingFound
        filters={[...filters, ...(window === 'all' ? [] : [`Received: ${WINDOW_WORDS[window]}`])]}
        onClear={() => change({ ...NO_FILTERS, window: 'all' })}
      />
    );
  return (
    <>
      <CallbacksFilters search={search} onChange={change} top={top} isPaused={isPaused} onPause={setPaused} />
      {top?.search_complete === false && (
        <p data-state="partial" role="status" className="rounded-md border border-warn bg-warn-soft px-3 py-1.5">
          Callbacks of the last minutes are not indexed yet: the search may have missed some.
        </p>
      )}
      <WithPanel
        isWide
        panel={
          search.selected && <CallbackPanel key={search.selected} id={search.selected} onClose={selection.close} />
        }
      >
        <ListTable
          list={isApart ? { ...list, fetchNextPage: list.refetch } : list}
          error={error}
          held={held}
          label="Callbacks"
          columns={search.selected ? NARROW_COLUMNS : COLUMNS}
          selectedId={selection.selectedId}
          onOpen={selection.open}
          empty={empty}
          older="Show older callbacks"
        />
      </WithPanel>
      <WaitingHint search={search} />
      <Announcer summary={list.isPending ? '' : `${held.rows.length} callbacks are shown`} />
    </>
  );
}

/** Leads from the filter by a state that waits for a person to the list where all of them can be changed. */
function WaitingHint({ search: { state, q } }: { search: CallbacksSearch }) {
  const [only] = state?.length === 1 && !q ? state : [];
  if (only !== 'dead_letter' && only !== 'quarantined') return null;
  const [to, words] =
    only === 'dead_letter'
      ? (['/inbox/dead-letters', 'Dead letters by error'] as const)
      : (['/inbox/quarantined', 'Quarantined by reason'] as const);
  return (
    <p className="flex flex-wrap items-center gap-2 text-muted">
      To change many of them at a time:{' '}
      <Link to={to} search={{}} className={buttonClass('ordinary', true)}>
        {words}
      </Link>
    </p>
  );
}

const COLUMNS: Column<CallbackRow>[] = [
  { id: 'received', name: 'Received', isSecondary: true, cell: (row) => <Time at={row.first_seen_at} /> },
  { id: 'kind', name: 'Kind', cell: (row) => <CallbackTitle {...row} /> },
  { id: 'call', name: 'Call', cell: (row) => <CallOf {...row} /> },
  { id: 'state', name: 'State', cell: (row) => <CallbackState {...row} /> },
  {
    id: 'attempts',
    name: 'Attempts',
    isNumeric: true,
    isSecondary: true,
    cell: (row) => attemptsOf(row) || <Absent because="none yet" />,
  },
  { id: 'copies', name: 'Copies', isSecondary: true, cell: (row) => <Copies {...row} /> },
  {
    id: 'error',
    name: 'Error or reason',
    isSecondary: true,
    cell: (row) => <ErrorText error={row.error ?? row.decision_reason} />,
  },
];
/** While a callback is open: its panel shows the columns left out here. */
const NARROW_COLUMNS = COLUMNS.filter(({ id }) => id !== 'attempts' && id !== 'copies');
