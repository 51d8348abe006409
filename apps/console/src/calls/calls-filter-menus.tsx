import { Menu, MenuChoices, MenuItem, MenuSwitch } from '../parts/menus/menu.tsx';
import type { MenuOnDemand } from '../parts/menus/on-demand.tsx';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { callColumns, offeredColumns, toggleColumn } from './call-columns.tsx';
import { CALL_STATUSES, DIRECTIONS, statusShown } from './call-status.ts';
import type { FiltersProps } from './calls-filters.tsx';
import { DEFAULT_WINDOW, EXTRA_WORDS, EXTRAS, WINDOW_WORDS, WINDOWS } from './calls-search.ts';

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

/** Leaves only calls that have something; a missing callback is known to the staff alone. */
export function ExtrasMenu({ search, onChange, ...menu }: MenuProps) {
  const isStaff = mayUse(useAccount(), 'call-log.read');
  return (
    <Menu {...menu}>
      {EXTRAS.filter((extra) => extra !== 'gap' || isStaff).map((extra) => (
        <MenuItem key={extra} onChoose={() => onChange({ with: withValue(search.with, extra) })}>
          {EXTRA_WORDS[extra]}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Shows and hides columns. */
export function ColumnsMenu({ search, onChange, ...menu }: MenuProps) {
  const isStaff = mayUse(useAccount(), 'call-log.read');
  const shown = callColumns(search.columns).map(({ id }) => id);
  return (
    <Menu {...menu}>
      {offeredColumns(isStaff).map(({ id, name }) => (
        <MenuSwitch
          key={id}
          isOn={shown.includes(id)}
          onChange={() => onChange({ columns: toggleColumn(search.columns, id) })}
        >
          {name}
        </MenuSwitch>
      ))}
    </Menu>
  );
}

const withValue = <T,>(values: readonly T[] | undefined, value: T): T[] => [...new Set([...(values ?? []), value])];
