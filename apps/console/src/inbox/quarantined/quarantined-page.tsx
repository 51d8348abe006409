import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Announcer } from '../../parts/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { DataTable, type Column } from '../../lists/data-table.tsx';
import { NewRowsPill } from '../../lists/new-rows-pill.tsx';
import { Panel } from '../../parts/panel.tsx';
import { FailureOver, FirstRun, NothingFound } from '../../parts/states.tsx';
import { TableSkeleton } from '../../lists/table-skeleton.tsx';
import { Time } from '../../parts/times/time.tsx';
import { useHeldRows } from '../../lists/use-held-rows.ts';
import { BulkButtons } from '../bulk-buttons.tsx';
import { CallbackActions } from '../callback-actions.tsx';
import { CallbackPanel } from '../callback-panel.tsx';
import type { CallbackRow } from '../callback.ts';
import { CallbackTitle, CallOf, ErrorText, Signature } from '../callbacks/callback-cells.tsx';
import { filterOf, type StoppedSearch } from '../inbox-search.ts';
import { StoppedFilters, stoppedFiltersInWords } from '../stopped-filters.tsx';
import { SIDE, useSelection } from '../../lists/use-selection.ts';
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
  const content = () => {
    if (list.isPending) return <TableSkeleton columns={COLUMNS} label="quarantined callbacks" />;
    if (held.rows.length > 0)
      return (
        <DataTable
          label="Quarantined callbacks"
          columns={COLUMNS}
          rows={held.rows}
          idOf={idOf}
          selectedId={selection.selectedId}
          onOpen={selection.open}
          hasMore={list.hasNextPage}
        />
      );
    if (words.length > 0)
      return (
        <NothingFound
          filters={words}
          onClear={() => change({ type: undefined, error_contains: undefined, fingerprint: undefined })}
        />
      );
    return <NothingQuarantined />;
  };
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
      <div className={search.selected ? SIDE : ''}>
        <div className="flex min-w-0 flex-col gap-2" {...held.holders}>
          <NewRowsPill count={held.newCount} onShow={held.showNew} />
          {list.error ? (
            <FailureOver error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching}>
              {list.data && <Panel>{content()}</Panel>}
            </FailureOver>
          ) : (
            <Panel>{content()}</Panel>
          )}
          {list.hasNextPage && (
            <div className="self-center">
              <Button onClick={() => void list.fetchNextPage()}>Show older callbacks</Button>
            </div>
          )}
        </div>
        {search.selected && <CallbackPanel key={search.selected} id={search.selected} onClose={selection.close} />}
      </div>
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
