import { useQuery } from '@tanstack/react-query';
import { Menu, MenuItem, MenuLine } from '../parts/menus/menu.tsx';
import type { MenuOnDemand } from '../parts/menus/on-demand.tsx';
import { SharedTag } from './shared-tag.tsx';
import { viewsQuery, type View } from './views-query.ts';

type Props = MenuOnDemand & {
  screen: string;
  onShow: (view: View) => void;
  onSave: () => void;
  onManage: () => void;
};

/** The saved views of a screen, and what is done with them. */
export function ViewsMenu({ screen, onShow, onSave, onManage, ...menu }: Props) {
  const { data, error } = useQuery(viewsQuery(screen));
  return (
    <Menu {...menu}>
      {error && <p className="px-2 py-1 text-bad">The views could not be read.</p>}
      {!data && !error && <p className="px-2 py-1 text-muted">Loading…</p>}
      {data?.length === 0 && <p className="px-2 py-1 text-muted">No view is saved yet.</p>}
      {data?.map((view) => (
        <MenuItem key={view.id} onChoose={() => onShow(view)}>
          <span className="max-w-64 truncate">{view.name}</span> <SharedTag view={view} />
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onChoose={onSave}>Save what is shown…</MenuItem>
      <MenuItem onChoose={onManage} disabledBecause={!data?.length && 'There is none yet.'}>
        Rename, share, delete…
      </MenuItem>
    </Menu>
  );
}
