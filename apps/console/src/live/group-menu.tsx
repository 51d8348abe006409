import { Menu, MenuChoices } from '../parts/menus/menu.tsx';
import type { MenuOnDemand } from '../parts/menus/on-demand.tsx';
import { groupingWords } from './live-filters.ts';
import { GROUPINGS, type Grouping } from './live-search.ts';

type GroupMenuProps = MenuOnDemand & {
  group: Grouping | undefined;
  onChoose: (group: Grouping | undefined) => void;
};

/** What the live calls are grouped by. */
export const GroupMenu = ({ group, onChoose, ...menu }: GroupMenuProps) => (
  <Menu {...menu}>
    <MenuChoices
      name="Group the calls by"
      value={group ?? 'nothing'}
      choices={[
        { value: 'nothing', label: 'Nothing' },
        ...GROUPINGS.map((value) => ({ value, label: groupingWords[value] })),
      ]}
      onChange={(value) => onChoose(GROUPINGS.find((each) => each === value))}
    />
  </Menu>
);
