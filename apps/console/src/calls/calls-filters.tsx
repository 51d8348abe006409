import { lazy, useMemo, useRef } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { FilterChip } from '../parts/chip.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { timeZoneOf } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { statusShown } from './call-status.ts';
import { DEFAULT_WINDOW, EXTRA_WORDS, WINDOW_WORDS, type CallsSearch } from './calls-search.ts';

export type FiltersProps = { search: CallsSearch; onChange: (next: CallsSearch) => void };

/** What the table shows: the window of time always, and each filter that is on as a chip that removes it. */
export const CallsFilters = ({ search, onChange }: FiltersProps) => (
  <div className="flex flex-wrap items-center gap-2">
    <CallSearch search={search} onChange={onChange} />
    <WindowButton search={search} onChange={onChange} />
    <OnDemand trigger={filterButton('State')} load={load}>
      {(menu) => <StateMenu {...menu} search={search} onChange={onChange} />}
    </OnDemand>
    <OnDemand trigger={filterButton('Direction')} load={load}>
      {(menu) => <DirectionMenu {...menu} search={search} onChange={onChange} />}
    </OnDemand>
    <OnDemand trigger={filterButton('With')} load={load}>
      {(menu) => <ExtrasMenu {...menu} search={search} onChange={onChange} />}
    </OnDemand>
    {search.number && (
      <FilterChip name="Number" onRemove={() => onChange({ number: undefined })}>
        {search.number}
      </FilterChip>
    )}
    {search.with?.map((extra) => (
      <FilterChip
        key={extra}
        name={EXTRA_WORDS[extra]}
        onRemove={() => onChange({ with: without(search.with, extra) })}
      >
        {EXTRA_WORDS[extra]}
      </FilterChip>
    ))}
    {search.status?.map((status) => (
      <FilterChip
        key={status}
        name={statusShown(status).words}
        onRemove={() => onChange({ status: without(search.status, status) })}
      >
        {statusShown(status).words}
      </FilterChip>
    ))}
    {search.direction?.map((direction) => (
      <FilterChip
        key={direction}
        name={direction}
        onRemove={() => onChange({ direction: without(search.direction, direction) })}
      >
        {direction}
      </FilterChip>
    ))}
  </div>
);

const load = () => import('./calls-filter-menus.tsx');
const WindowMenu = lazy(async () => ({ default: (await load()).WindowMenu }));
const StateMenu = lazy(async () => ({ default: (await load()).StateMenu }));
const DirectionMenu = lazy(async () => ({ default: (await load()).DirectionMenu }));
const ExtrasMenu = lazy(async () => ({ default: (await load()).ExtrasMenu }));

function WindowButton(props: FiltersProps) {
  const window = props.search.window ?? DEFAULT_WINDOW;
  const zone = timeZoneOf(usePreferences());
  const trigger = (
    <Button aria-label={`Window of time: ${WINDOW_WORDS[window]}, ${zone}`}>
      {WINDOW_WORDS[window]} <span className="text-muted max-sm:hidden">· {zone}</span>
      <ChevronIcon className="size-3" />
    </Button>
  );
  return (
    <OnDemand trigger={trigger} load={load}>
      {(menu) => <WindowMenu {...menu} {...props} />}
    </OnDemand>
  );
}

const filterButton = (name: string) => (
  <Button>
    {name} <ChevronIcon className="size-3" />
  </Button>
);

function CallSearch({ search, onChange }: FiltersProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(
    useMemo(() => [{ keys: '[Shift]+/', label: 'Search calls', group: 'Rows', run: () => input.current?.focus() }], []),
  );
  return (
    <SearchField
      input={input}
      label="SID, number or name; Enter searches"
      placeholder="SID, number, name"
      value={search.q}
      onSearch={(q) => onChange({ q })}
    />
  );
}

/** The filters that are on, as a list that a person reads. */
export const filtersInWords = ({ q, status, direction, number, with: extras }: CallsSearch): string[] => [
  ...(q ? [`Search: ${q}`] : []),
  ...(status ? [`State: ${status.map((each) => statusShown(each).words).join(' or ')}`] : []),
  ...(direction ? [`Direction: ${direction.join(' or ')}`] : []),
  ...(number ? [`Phone number: ${number}`] : []),
  ...(extras ? [extras.map((each) => EXTRA_WORDS[each]).join(' and ')] : []),
];

function without<T>(values: readonly T[] | undefined, value: T): T[] | undefined {
  const left = (values ?? []).filter((each) => each !== value);
  return left.length > 0 ? left : undefined;
}
