import type { Column } from '../../lists/data-table.tsx';
import { ListTable } from '../../lists/list-table.tsx';
import { WithPanel } from '../../lists/with-panel.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Announcer } from '../../parts/announcer.tsx';
import { FirstRun, NothingFound } from '../../parts/states.tsx';
import { Time } from '../../parts/times/time.tsx';
import { useHeldRows } from '../../lists/use-held-rows.ts';
import { BulkButtons } from '../../operations-progress/bulk-buttons.tsx';
import { CallbackActions } from '../callback-actions.tsx';
import { CallbackPanel } from '../callback-panel.tsx';
import type { CallbackRow } from '../callback.ts';
import { CallbackTitle, CallOf, ErrorText, Signature } from '../callbacks/callback-cells.tsx';
import { filterOf, type StoppedSearch } from '../inbox-search.ts';
import { StoppedFilters, stoppedFiltersInWords } from '../stopped-filters.tsx';
import { useSelection } from '../../lists/use-selection.ts';
import { quarantinedQuery, type QuarantinePage } from './quarantined-query.ts';
import { ReasonGroups } from './reason-groups.tsx';

const route = getRouteApi('/shell/inbox/quarantined');
const idOf = ({ id }: CallbackRow): string => id;
const NONE: readonly CallbackRow[] = [];

/** Callbacks that are not believed: why, and what releases or discards them. */
export function QuarantinedPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { selected: _selected, ...filters } = search;
  const list = useInfiniteQuery({ ...quarantinedQuery(filters), select: rowsAndGroups });
  const held = useHeldRows(list.data?.rows ?? NONE, { idOf, isPaused: false });
  const change = (next: StoppedSearch, replace = true): void =>
    void navigate({ search: { ...search, ...next }, replace, resetScroll: false });
  const selection = useSelection({
    rows: held.rows,
    openId: search.selected,
    onOpen: (selected) => change({ selected }, false),
  });
  const words = [...stoppedFiltersInWords(search), ...(search.fingerprint ? ['Only one reason'] : [])];
  const empty =
    words.length > 0 ? (
      <NothingFound
        filters={words}
        onClear={() => change({ type: undefined, error_contains: undefined, fingerprint: undefined })}
      />
    ) : (
      <NothingQuarantined />
    );
  const groups = list.data?.groups ?? [];
  return (
    <>
      <StoppedFilters search={search} onChange={change}>
        {held.rows.length > 0 && (
          <BulkButtons
            kinds={['quarantined.release', 'quarantined.discard']}
            filter={filterOf(search)}
            all={words.length === 0}
          />
        )}
      </StoppedFilters>
      {groups.length > 0 && (
        <ReasonGroups groups={groups} chosen={search.fingerprint} onChoose={(fingerprint) => change({ fingerprint })} />
      )}
      <WithPanel
        isWide
        panel={
          search.selected && <CallbackPanel key={search.selected} id={search.selected} onClose={selection.close} />
        }
      >
        <ListTable
          list={list}
          held={held}
          label="Quarantined callbacks"
          columns={COLUMNS}
          selectedId={selection.selectedId}
          onOpen={selection.open}
          empty={empty}
          older="Show older callbacks"
        />
      </WithPanel>
      <Announcer summary={list.isPending ? '' : `${held.rows.length} quarantined callbacks are shown`} />
    </>
  );
}

const rowsAndGroups = ({ pages }: { pages: readonly QuarantinePage[] }) => ({
  rows: pages.flatMap(({ data }) => data),
  groups: pages[0]?.groups ?? [],
});

const NothingQuarantined = () => (
  <FirstRun title="Nothing is quarantined">
    A callback with a valid signature that cannot be true, such as one with an impossible CallSid or of an unknown
    account, waits here. It is stored and answered, and changes no call until a person releases it.
  </FirstRun>
);

const COLUMNS: Column<CallbackRow>[] = [
  { id: 'received', name: 'Received', isSecondary: true, cell: (row) => <Time at={row.first_seen_at} /> },
  { id: 'kind', name: 'Kind', cell: (row) => <CallbackTitle {...row} /> },
  { id: 'call', name: 'Call', cell: (row) => <CallOf {...row} /> },
  { id: 'reason', name: 'Why it is not believed', isSecondary: true, cell: (row) => <ErrorText {...row} /> },
  {
    id: 'signature',
    name: 'Signature',
    isSecondary: true,
    cell: (row) => <Signature verdict={row.signature_verdict} />,
  },
  {
    id: 'decide',
    name: 'Decide',
    isNameHidden: true,
    isSecondary: true,
    cell: (row) => <CallbackActions callback={row} />,
  },
];
