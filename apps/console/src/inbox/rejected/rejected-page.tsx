import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Announcer } from '../../parts/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { FactChip, FilterChip } from '../../parts/chip.tsx';
import { DataTable, type Column } from '../../lists/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { FailureOver, FirstRun, NothingFound } from '../../parts/states.tsx';
import { Status } from '../../parts/status.tsx';
import { TableSkeleton } from '../../lists/table-skeleton.tsx';
import { Time } from '../../parts/times/time.tsx';
import { SIDE, useSelection } from '../../lists/use-selection.ts';
import { CauseGroups } from './cause-groups.tsx';
import { RejectedPanel } from './rejected-panel.tsx';
import { rejectedQuery, type RejectedPage, type RejectedRequest } from './rejected-query.ts';
import { causeInWords, type RejectedSearch } from './rejected-search.ts';

const route = getRouteApi('/shell/inbox/rejected');
const idOf = ({ id }: RejectedRequest): string => id;
const NONE: readonly RejectedRequest[] = [];

/** Requests that ingest refused, with the likely cause and the remedy: what is missing from the inbox may be here. */
export function RejectedRequestsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery({ ...rejectedQuery(search), select: rowsAndGroups });
  const rows = list.data?.rows ?? NONE;
  const change = (next: RejectedSearch, replace = true): void =>
    void navigate({ search: { ...search, ...next }, replace, resetScroll: false });
  const selection = useSelection({
    rows,
    openId: search.selected,
    onOpen: (selected) => change({ selected }, false),
  });
  const selected = rows.find(({ id }) => id === search.selected);
  const filters = [
    ...(search.cause ? [`Cause: ${causeInWords(search.cause)}`] : []),
    ...(search.path ? [`Path: ${search.path}`] : []),
  ];
  const content = () => {
    if (list.isPending) return <TableSkeleton columns={COLUMNS} label="rejected requests" />;
    if (rows.length > 0)
      return (
        <DataTable
          label="Rejected requests"
          columns={COLUMNS}
          rows={rows}
          idOf={idOf}
          selectedId={selection.selectedId}
          onOpen={selection.open}
          hasMore={list.hasNextPage}
        />
      );
    if (filters.length > 0)
      return <NothingFound filters={filters} onClear={() => change({ cause: undefined, path: undefined })} />;
    return <NothingRejected />;
  };
  const groups = list.data?.groups ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <FactChip>Last 24 h, by the hour</FactChip>
        {search.cause && (
          <FilterChip name={causeInWords(search.cause)} onRemove={() => change({ cause: undefined })}>
            {causeInWords(search.cause)}
          </FilterChip>
        )}
        {search.path && (
          <FilterChip name="Path" onRemove={() => change({ path: undefined })}>
            <code>{search.path}</code>
          </FilterChip>
        )}
      </div>
      {groups.length > 0 && (
        <CauseGroups groups={groups} chosen={search.cause} onChoose={(cause) => change({ cause })} />
      )}
      <div className={selected ? SIDE : ''}>
        <div className="flex min-w-0 flex-col gap-2">
          {list.error ? (
            <FailureOver error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching}>
              {list.data && <Panel>{content()}</Panel>}
            </FailureOver>
          ) : (
            <Panel>{content()}</Panel>
          )}
          {list.hasNextPage && (
            <div className="self-center">
              <Button onClick={() => void list.fetchNextPage()}>Show older requests</Button>
            </div>
          )}
        </div>
        {selected && <RejectedPanel key={selected.id} request={selected} onClose={selection.close} />}
      </div>
      <Announcer summary={list.isPending ? '' : `${rows.length} kinds of rejected requests are shown`} />
    </>
  );
}

const rowsAndGroups = ({ pages }: { pages: readonly RejectedPage[] }) => ({
  rows: pages.flatMap(({ data }) => data),
  groups: pages[0]?.groups ?? [],
});

const NothingRejected = () => (
  <FirstRun title="No request was rejected">
    A request whose signature does not match is answered with 403 and is not stored. It appears here for a day, with the
    likely cause and without the values of its fields.
  </FirstRun>
);

const COLUMNS: Column<RejectedRequest>[] = [
  { id: 'last', name: 'Last', cell: ({ last_at }) => <Time at={last_at} /> },
  { id: 'requests', name: 'Requests', isNumeric: true, cell: ({ requests }) => requests.toLocaleString('en-US') },
  { id: 'status', name: 'Answer', isNumeric: true, isSecondary: true, cell: ({ response_status }) => response_status },
  {
    id: 'cause',
    name: 'Likely cause',
    cell: ({ cause }) => (
      <Status tone="warn" isStrong={false}>
        {causeInWords(cause)}
      </Status>
    ),
  },
  {
    id: 'url',
    name: 'Host and path, as sent',
    isSecondary: true,
    cell: ({ method, host, path }) => (
      <code className="block max-w-md truncate" title={`${method} ${host}${path}`}>
        {host}
        {path}
      </code>
    ),
  },
];
