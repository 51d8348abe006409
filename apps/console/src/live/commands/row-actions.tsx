import { lazy } from 'react';
import { Button } from '../../parts/button.tsx';
import { MoreIcon } from '../../parts/icons.tsx';
import { OnDemand } from '../../parts/menus/on-demand.tsx';
import type { FloorRow } from '../floor.ts';
import { titleOfParty } from '../title-of-party.ts';

/** What a row's menu asks the page to show. */
export type RowDialogs = { onDrop: (row: FloorRow) => void; onRaise: (row: FloorRow) => void };

const load = () => import('./row-menu.tsx');
const RowMenu = lazy(async () => ({ default: (await load()).RowMenu }));

/** The menu of a call; a call with an open siren has the button that ends it next to it. */
export function RowActions({ row, dialogs }: { row: FloorRow; dialogs: RowDialogs }) {
  if (row.is_final) return null;
  const title = titleOfParty(row);
  return (
    <span className="inline-flex items-center gap-1.5">
      {row.siren && (
        <Button isSmall kind="danger" aria-label={`Drop the call with ${title}…`} onClick={() => dialogs.onDrop(row)}>
          Drop…
        </Button>
      )}
      <OnDemand
        trigger={
          <Button isSmall aria-label={`Actions of the call with ${title}`} data-actions={row.id}>
            <MoreIcon className="size-3.5" />
          </Button>
        }
        load={load}
      >
        {(menu) => <RowMenu row={row} dialogs={dialogs} {...menu} />}
      </OnDemand>
    </span>
  );
}
