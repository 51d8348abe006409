import { Menu, MenuItem } from '../parts/menus/menu.tsx';
import type { MenuOnDemand } from '../parts/menus/on-demand.tsx';

type AgentMenuProps = MenuOnDemand & {
  agents: readonly { id: string; name: string }[];
  onChoose: (id: string) => void;
};

/** The agents of the live calls. */
export const AgentMenu = ({ agents, onChoose, ...menu }: AgentMenuProps) => (
  <Menu {...menu}>
    {agents.map(({ id, name }) => (
      <MenuItem key={id} onChoose={() => onChoose(id)}>
        {name}
      </MenuItem>
    ))}
  </Menu>
);
