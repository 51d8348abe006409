import { useNavigate } from '@tanstack/react-router';
import { useAccount } from '../identity/account-context.ts';
import { Menu, MenuItem } from '../parts/menus/menu.tsx';
import type { MenuOnDemand } from '../parts/menus/on-demand.tsx';
import { screensOf } from '../screens.ts';

/** The navigation of a narrow window. */
export function ScreensMenu({ trigger, isOpenAtOnce }: MenuOnDemand) {
  const navigate = useNavigate();
  return (
    <Menu trigger={trigger} isOpenAtOnce={isOpenAtOnce}>
      {screensOf(useAccount()).map(({ path, name }) => (
        <MenuItem key={path} onChoose={() => void navigate({ to: path })}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
