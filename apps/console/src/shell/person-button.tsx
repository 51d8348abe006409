import { lazy } from 'react';
import { useAccount } from '../identity/account-context.ts';
import { nameOf } from '../identity/account.ts';
import { Button } from '../parts/button.tsx';
import { ChevronIcon, PersonIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';

const load = () => import('./person-menu.tsx');
const PersonMenu = lazy(async () => ({ default: (await load()).PersonMenu }));

/** The person's name; opens their menu. */
export function PersonButton() {
  const account = useAccount();
  const trigger = (
    <Button kind="quiet" aria-label={`${nameOf(account)}, ${account.role}: account and settings`}>
      <PersonIcon />
      <span className="max-w-32 truncate text-text max-md:hidden">{nameOf(account)}</span>
      <ChevronIcon className="size-3" />
    </Button>
  );
  return (
    <OnDemand trigger={trigger} load={load}>
      {(menu) => <PersonMenu {...menu} />}
    </OnDemand>
  );
}
