import { Menu, MenuChoices, MenuItem } from '../parts/menu.tsx';
import type { MenuOnDemand } from '../parts/on-demand.tsx';
import { CALL_STATUSES, DIRECTIONS, statusShown } from './call-status.ts';
import type { FiltersProps } from './calls-filters.tsx';
import { DEFAULT_WINDOW, WINDOW_WORDS, WINDOWS } from './calls-search.ts';

type MenuProps = MenuOnDemand & FiltersProps;

/** How far back the table looks. */
export const WindowMenu = ({ search, onChange, ...menu }: MenuProps) => (
  <Menu {...menu}>
    <MenuChoices
      name="Calls that started in"
      value={search.window ?? DEFAULT_WINDOW}
      onChange={(next) => onChange({ window: next === DEFAULT_WINDOW ? undefined : next })}
      choices={WINDOWS.map((each) => ({ value: each, label: WINDOW_WORDS[each] }))}
    />
  </Menu>
);

/** Adds a state to those that are shown. */
export const StateMenu = ({ search, onChange, ...menu }: MenuProps) => (
  <Menu {...menu}>
    {CALL_STATUSES.map((status) => (
      <MenuItem key={status} onChoose={() => onChange({ status: withValue(search.status, status) })}>
        {statusShown(status).words}
      </MenuItem>
    ))}
  </Menu>
);

export const DirectionMenu = ({ search, onChange, ...menu }: MenuProps) => (
  <Menu {...menu}>
    {DIRECTIONS.map((direction) => (
      <MenuItem key={direction} onChoose={() => onChange({ direction: withValue(search.direction, direction) })}>
        {direction}
      </MenuItem>
    ))}
  </Menu>
);

const withValue = <T,>(values: readonly T[] | undefined, value: T): T[] => [...new Set([...(values ?? []), value])];
