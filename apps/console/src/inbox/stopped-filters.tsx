import { lazy, useMemo, useRef, type ReactNode } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { FactChip, FilterChip } from '../parts/chip.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { kindInWords } from './callback.ts';
import type { StoppedSearch } from './inbox-search.ts';

type Props = {
  search: StoppedSearch;
  onChange: (next: StoppedSearch) => void;
  /** What changes all that is shown, at the end of the line. */
  children?: ReactNode;
};

const load = () => import('./callbacks/callbacks-filter-menus.tsx');
const KindMenu = lazy(async () => ({ default: (await load()).KindMenu }));

/** The filters of a list of callbacks that wait for a person. Its window is everything that is stored, and says so. */
export function StoppedFilters({ search, onChange, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(
    useMemo(
      () => [{ keys: '[Shift]+/', label: 'Search errors', group: 'Rows', run: () => input.current?.focus() }],
      [],
    ),
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        input={input}
        label="Part of the error; Enter searches"
        placeholder="Part of the error"
        value={search.error_contains}
        onSearch={(error_contains) => onChange({ error_contains })}
      />
      <OnDemand
        trigger={
          <Button>
            Kind <ChevronIcon className="size-3" />
          </Button>
        }
        load={load}
      >
        {(menu) => <KindMenu {...menu} search={search} onChange={({ type }) => onChange({ type })} />}
      </OnDemand>
      <FactChip>Everything stored</FactChip>
      {search.type?.map((kind) => (
        <FilterChip
          key={kind}
          name={kindInWords(kind)}
          onRemove={() => {
            const left = search.type!.filter((each) => each !== kind);
            onChange({ type: left.length > 0 ? left : undefined });
          }}
        >
          {kindInWords(kind)}
        </FilterChip>
      ))}
      <span className="ml-auto flex flex-wrap items-center gap-2">{children}</span>
    </div>
  );
}

/** The filters that are on, as a list that a person reads. */
export const stoppedFiltersInWords = ({ type, error_contains }: StoppedSearch): string[] => [
  ...(type ? [`Kind: ${type.map(kindInWords).join(' or ')}`] : []),
  ...(error_contains ? [`Error contains: ${error_contains}`] : []),
];
