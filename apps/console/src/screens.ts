import { mayUse } from './identity/account-context.ts';
import type { Account, Permission, Role } from './identity/account.ts';

/** A screen of the navigation. `digit` is what follows `g`. */
export type Screen = { path: string; name: string; digit: string; permission: Permission };

/** In the order of the navigation. A screen that a person may not open is not shown, and its address is not found. */
const SCREENS: readonly Screen[] = [
  { path: '/live', name: 'Live', digit: '1', permission: 'sirens.answer' },
  { path: '/calls', name: 'Calls', digit: '3', permission: 'calls.read' },
  { path: '/sirens', name: 'Sirens', digit: '5', permission: 'sirens.read' },
  { path: '/inbox', name: 'Inbox', digit: '6', permission: 'inbox.read' },
  { path: '/ops', name: 'Operations', digit: '7', permission: 'processes.read' },
];

/** Where each role begins: the first of these that exists and that it may open. */
const HOMES: Readonly<Record<Role, readonly string[]>> = {
  superadmin: ['/ops', '/live'],
  admin: ['/ops', '/live'],
  monitor: ['/live'],
  reader: ['/conversations', '/calls'],
  client: ['/conversations', '/calls'],
};

export const screensOf = (account: Account): Screen[] =>
  SCREENS.filter(({ permission }) => mayUse(account, permission));

export function homeOf(account: Account): string {
  const open = screensOf(account).map(({ path }) => path);
  return HOMES[account.role].find((path) => open.includes(path)) ?? open[0] ?? '/account';
}
