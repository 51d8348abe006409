import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { BulkButtons } from '../operations-progress/bulk-buttons.tsx';
import { Button, buttonClass } from '../parts/button.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';
import { parseSearch, stringifySearch } from '../search-params.ts';
import { SavedViews } from '../views/saved-views.tsx';
import { callColumns } from './call-columns.tsx';
import { filtersInWords, type FiltersProps } from './calls-filters.tsx';
import { callCountQuery, exportUrl, operationFilter, type CallsFilters } from './calls-query.ts';
import {
  DEFAULT_SORT,
  DEFAULT_WINDOW,
  readCallsSearch,
  SORT_WORDS,
  WINDOW_WORDS,
  type CallsSearch,
} from './calls-search.ts';

const load = () => import('./calls-filter-menus.tsx');
const ColumnsMenu = lazy(async () => ({ default: (await load()).ColumnsMenu }));

type Props = FiltersProps & {
  filters: CallsFilters;
  /** Replaces all that is shown. */
  onShow: (search: CallsSearch) => void;
  /** New calls are not added by themselves: the order is not that of their start. */
  onReadAgain: (() => void) | null;
};

/** How many calls the filters leave; the views, the columns, the file of them, and what is done with all of them. */
export function CallsToolbar({ search, onChange, filters, onShow, onReadAgain }: Props) {
  const { data } = useQuery(callCountQuery(filters));
  const { selected: _selected, ...shown } = search;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="mr-auto text-muted" data-count={data?.count}>
        {data && <Count {...data} />}
        {onReadAgain && (
          <>
            {', '}
            {SORT_WORDS[filters.sort ?? DEFAULT_SORT]}.{' '}
            <Button isSmall onClick={onReadAgain} title="New calls are not added while another order is shown">
              Read again
            </Button>
          </>
        )}
      </p>
      <SavedViews
        screen="calls"
        query={stringifySearch(shown).slice(1)}
        words={viewInWords(search)}
        onShow={({ query }) => onShow(readCallsSearch(parseSearch(query)))}
      />
      <OnDemand
        trigger={
          <Button>
            Columns <ChevronIcon className="size-3" />
          </Button>
        }
        load={load}
      >
        {(menu) => <ColumnsMenu {...menu} search={search} onChange={onChange} />}
      </OnDemand>
      {data !== undefined && data.count > 0 && (
        <BulkButtons kinds={['calls.fetch']} filter={() => operationFilter(filters)} />
      )}
      <a
        href={exportUrl(filters)}
        download="calls.csv"
        className={buttonClass()}
        title="These calls as comma-separated values, 50,000 at most"
      >
        CSV
      </a>
    </div>
  );
}

const Count = ({ count, capped }: { count: number; capped: boolean }) => (
  <>
    {count.toLocaleString('en-US')}
    {capped && ' or more'} {count === 1 ? 'call' : 'calls'}
  </>
);

const viewInWords = (search: CallsSearch): string[] => [
  `Calls that started in: ${WINDOW_WORDS[search.window ?? DEFAULT_WINDOW]}`,
  ...filtersInWords(search),
  `Order: ${SORT_WORDS[search.sort ?? DEFAULT_SORT]}`,
  `Columns: ${callColumns(search.columns)
    .map(({ name }) => name)
    .join(', ')}`,
];
