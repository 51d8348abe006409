import { lazy, useMemo, useRef, useState, type FormEvent } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { FilterChip } from '../parts/chip.tsx';
import { INPUT } from '../parts/field.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/on-demand.tsx';
import { timeZoneOf } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { statusShown } from './call-status.ts';
import { DEFAULT_WINDOW, WINDOW_WORDS, type CallsSearch } from './calls-search.ts';

export type FiltersProps = { search: CallsSearch; onChange: (next: CallsSearch) => void };

/** What the table shows: the window of time always, and each filter that is on as a chip that removes it. */
export const CallsFilters = ({ search, onChange }: FiltersProps) => (
  <div className="flex flex-wrap items-center gap-2">
    <WindowButton search={search} onChange={onChange} />
    <NumberFilter search={search} onChange={onChange} />
    <OnDemand trigger={filterButton('State')} load={load}>
      {(menu) => <StateMenu {...menu} search={search} onChange={onChange} />}
    </OnDemand>
    <OnDemand trigger={filterButton('Direction')} load={load}>
      {(menu) => <DirectionMenu {...menu} search={search} onChange={onChange} />}
    </OnDemand>
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

/** A whole number in any notation: the API says what it does not understand. */
function NumberFilter({ search, onChange }: FiltersProps) {
  const { number = '' } = search;
  const [{ typed, of }, setTyped] = useState({ typed: number, of: number });
  if (of !== number) setTyped({ typed: number, of: number }); // the address has changed
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(
    useMemo(() => [{ keys: '[Shift]+/', label: 'Filter', group: 'Rows', run: () => input.current?.focus() }], []),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onChange({ number: typed.trim() || undefined });
  };
  return (
    <form onSubmit={submit} className="w-44">
      <input
        ref={input}
        type="search"
        className={`${INPUT} h-7`}
        aria-label="Phone number of the other party; Enter filters"
        placeholder="Phone number"
        value={typed}
        onChange={({ target }) => {
          setTyped({ typed: target.value, of: number });
          if (target.value === '' && number) onChange({ number: undefined });
        }}
      />
    </form>
  );
}

/** The filters that are on, as a list that a person reads. */
export const filtersInWords = ({ status, direction, number }: CallsSearch): string[] => [
  ...(status ? [`State: ${status.map((each) => statusShown(each).words).join(' or ')}`] : []),
  ...(direction ? [`Direction: ${direction.join(' or ')}`] : []),
  ...(number ? [`Phone number: ${number}`] : []),
];

function without<T>(values: readonly T[] | undefined, value: T): T[] | undefined {
  const left = (values ?? []).filter((each) => each !== value);
  return left.length > 0 ? left : undefined;
}
