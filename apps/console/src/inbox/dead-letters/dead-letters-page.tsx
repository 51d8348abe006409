import { MoreButton } from '../../lists/more-button.tsx';
import { WithPanel } from '../../lists/with-panel.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Announcer } from '../../parts/announcer.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Answered, FirstRun, NothingFound } from '../../parts/states.tsx';
import { BulkButtons } from '../../operations-progress/bulk-buttons.tsx';
import { filterOf, type StoppedSearch } from '../inbox-search.ts';
import { StoppedFilters, stoppedFiltersInWords } from '../stopped-filters.tsx';
import { deadLetterGroupsQuery } from './dead-letters-query.ts';
import { GroupCard } from './group-card.tsx';
import { GroupPanel } from './group-panel.tsx';

const route = getRouteApi('/shell/inbox/dead-letters');

/** Callbacks that could not be applied, by their error, with the likely cause and what to do. */
export function DeadLettersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const groups = useInfiniteQuery(deadLetterGroupsQuery(search));
  const rows = groups.data?.pages.flatMap(({ data }) => data) ?? [];
  const change = (next: StoppedSearch, replace = true): void =>
    void navigate({ search: { ...search, ...next }, replace, resetScroll: false });
  const { fingerprint: open } = search;
  const filters = stoppedFiltersInWords(search);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const content = () => {
    if (groups.isPending) return <Skeleton label="Loading the dead letters" lines={8} />;
    if (rows.length === 0 && filters.length > 0)
      return <NothingFound filters={filters} onClear={() => change({ type: undefined, error_contains: undefined })} />;
    if (rows.length === 0) return <NoDeadLetters />;
    return rows.map((group) => (
      <GroupCard
        key={group.fingerprint}
        group={group}
        isOpen={group.fingerprint === open}
        onOpen={() => change({ fingerprint: group.fingerprint }, false)}
      />
    ));
  };
  return (
    <>
      <StoppedFilters search={search} onChange={change}>
        {rows.length > 0 && (
          <BulkButtons
            kinds={['dead-letters.replay', 'dead-letters.discard']}
            filter={filterOf({ ...search, fingerprint: undefined })}
            all={filters.length === 0}
          />
        )}
      </StoppedFilters>
      <WithPanel
        isWide
        panel={
          open && <GroupPanel key={open} fingerprint={open} onClose={() => change({ fingerprint: undefined }, false)} />
        }
      >
        <div className="flex min-w-0 flex-col gap-2">
          <Answered by={groups}>
            <Panel>{content()}</Panel>
          </Answered>
          <MoreButton list={groups}>Show more errors</MoreButton>
        </div>
      </WithPanel>
      <Announcer summary={groups.isPending ? '' : `${total} dead letters with ${rows.length} errors`} />
    </>
  );
}

const NoDeadLetters = () => (
  <FirstRun title="No dead letters">
    A callback whose six attempts fail waits here for a person, with its error, the likely cause and what to do. Nothing
    waits now.
  </FirstRun>
);
