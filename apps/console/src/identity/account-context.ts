import { createContext, use } from 'react';
import type { Account, Permission } from './account.ts';

export const AccountContext = createContext<Account | null>(null);

/** The person who is logged in; all screens are shown to one. */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error('A screen is shown without an account');
  return account;
}

export const mayUse = ({ permissions }: Account, permission: Permission | undefined): boolean =>
  permission === undefined || permissions.includes(permission);
