import { WINDOW_WORDS, WINDOWS } from '../../calls/calls-search.ts';
import { Menu, MenuChoices, MenuItem } from '../../parts/menus/menu.tsx';
import type { MenuOnDemand } from '../../parts/menus/on-demand.tsx';
import { CALLBACK_KINDS, kindInWords } from '../callback.ts';
import { windowOf } from '../inbox-search.ts';
import type { FiltersProps } from './callbacks-filters.tsx';

type MenuProps = MenuOnDemand & FiltersProps;

/** How far back the list looks. */
export const WindowMenu = ({ search, onChange, ...menu }: MenuProps) => (
  <Menu {...menu}>
    <MenuChoices
      name="Callbacks received in"
      value={windowOf(search)}
      onChange={(next) => onChange({ window: next === windowOf({ q: search.q }) ? undefined : next })}
      choices={WINDOWS.map((each) => ({
        value: each,
        label: each === 'all' ? 'Everything stored' : WINDOW_WORDS[each],
      }))}
    />
  </Menu>
);

/** Adds a kind to those that are shown. */
export const KindMenu = ({ search, onChange, ...menu }: MenuProps) => (
  <Menu {...menu}>
    {CALLBACK_KINDS.map((kind) => (
      <MenuItem key={kind} onChoose={() => onChange({ type: [...new Set([...(search.type ?? []), kind])] })}>
        {kindInWords(kind)}
      </MenuItem>
    ))}
  </Menu>
);
