import type { Column } from '../../lists/data-table.tsx';
import { ListTable } from '../../lists/list-table.tsx';
import { WithPanel } from '../../lists/with-panel.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Announcer } from '../../parts/announcer.tsx';
import { FactChip, FilterChip } from '../../parts/chip.tsx';
import { FirstRun, NothingFound } from '../../parts/states.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/times/time.tsx';
import { useSelection } from '../../lists/use-selection.ts';
import { CauseGroups } from './cause-groups.tsx';
import { RejectedPanel } from './rejected-panel.tsx';
import { rejectedQuery, type RejectedPage, type RejectedRequest } from './rejected-query.ts';
import { causeInWords, type RejectedSearch } from './rejected-search.ts';

const route = getRouteApi('/shell/inbox/rejected');
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
  const empty =
    filters.length > 0 ? (
      <NothingFound filters={filters} onClear={() => change({ cause: undefined, path: undefined })} />
    ) : (
      <NothingRejected />
    );
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
      <WithPanel
        isWide
        panel={selected && <RejectedPanel key={selected.id} request={selected} onClose={selection.close} />}
      >
        <ListTable
          list={list}
          rows={rows}
          label="Rejected requests"
          columns={COLUMNS}
          selectedId={selection.selectedId}
          onOpen={selection.open}
          empty={empty}
          older="Show older requests"
        />
      </WithPanel>
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
