import { lazy, useMemo, useRef } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { FilterChip, ToggleChip } from '../parts/chip.tsx';
import { INPUT } from '../parts/field.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';
import type { FloorRow } from './floor.ts';
import { agentsOf, choicesOf, liveCallsOf, type Measure } from './live-filters.ts';
import { NO_FILTERS, type LiveSearch } from './live-search.ts';

type FilterProps = {
  rows: readonly FloorRow[];
  search: LiveSearch;
  measure: Measure;
  onChange: (next: LiveSearch) => void;
};

const load = () => import('./agent-menu.tsx');
const AgentMenu = lazy(async () => ({ default: (await load()).AgentMenu }));

/** Filters of the rows that were read, each with its count. */
export function FilterBar({ rows, search, measure, onChange }: FilterProps) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts(
    useMemo(
      () => [{ keys: '/', label: 'Filter the live calls', group: 'Live', run: () => field.current?.focus() }],
      [],
    ),
  );
  const agents = useMemo(() => agentsOf(rows), [rows]);
  const agent = agents.find(({ id }) => id === search.agent);
  const isAll = Object.keys(NO_FILTERS).every((name) => !search[name as keyof typeof NO_FILTERS]);
  const count = liveCallsOf(rows).length;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ToggleChip isOn={isAll} onChange={() => onChange(NO_FILTERS)}>
        All <span>{count}</span>
      </ToggleChip>
      {choicesOf(rows, search, measure).map(({ name, count: of, isOn, next }) => (
        <ToggleChip key={name} isOn={isOn} onChange={() => onChange(next)}>
          {name} <span>{of}</span>
        </ToggleChip>
      ))}
      {search.agent ? (
        <FilterChip name="Agent" onRemove={() => onChange({ agent: undefined })}>
          Agent: {agent?.name ?? 'without a live call'}
        </FilterChip>
      ) : (
        agents.length > 0 && (
          <OnDemand
            trigger={
              <Button isSmall>
                Agent <ChevronIcon className="size-3" />
              </Button>
            }
            load={load}
          >
            {(menu) => <AgentMenu {...menu} agents={agents} onChoose={(id) => onChange({ agent: id })} />}
          </OnDemand>
        )
      )}
      <input
        ref={field}
        type="search"
        aria-label="Filter by number, name or SID"
        placeholder="Number, name or SID"
        className={`${INPUT} h-7 max-w-48`}
        maxLength={100}
        value={search.q ?? ''}
        onChange={({ target }) => onChange({ q: target.value || undefined })}
        onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()}
      />
    </div>
  );
}
