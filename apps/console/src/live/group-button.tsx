import { lazy } from 'react';
import { Button } from '../parts/button.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';
import { groupingWords } from './live-filters.ts';
import type { Grouping } from './live-search.ts';

const load = () => import('./group-menu.tsx');
const GroupMenu = lazy(async () => ({ default: (await load()).GroupMenu }));

type GroupButtonProps = { group: Grouping | undefined; onChoose: (group: Grouping | undefined) => void };

/** Says what the live calls are grouped by, and opens the choice. */
export const GroupButton = ({ group, onChoose }: GroupButtonProps) => (
  <OnDemand
    trigger={
      <Button isSmall kind="quiet">
        Group by{group && `: ${groupingWords[group].toLowerCase()}`} <ChevronIcon className="size-3" />
      </Button>
    }
    load={load}
  >
    {(menu) => <GroupMenu {...menu} group={group} onChoose={onChoose} />}
  </OnDemand>
);
