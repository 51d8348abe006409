import { expect, test } from '@jest/globals';
import { APP_RIGHTS, APPS_WITH_LOGIN, APPS_WITH_RIGHTS, type AppRights } from '@trunkline/access';
import { APPS } from '../../apps/local/src/apps.ts';
import { statementsOf } from '../support/db/app-statements.ts';

test('every app has a login of its own', () =>
  expect([...APPS_WITH_LOGIN].toSorted()).toEqual(APPS.map(({ name }) => name).toSorted()));

test.each(APPS_WITH_RIGHTS)('%s may do what its statements do, and no more', (app) => {
  const { tables }: AppRights = APP_RIGHTS[app];
  const granted = Object.entries(tables).flatMap(([table, use]) => Object.keys(use).map((one) => `${one} ${table}`));
  const used = statementsOf(app);
  expect([...used].filter((one) => !granted.includes(one)).toSorted()).toEqual([]);
  // A conflict, a lock and `returning` read the row that they change.
  const isRead = (one: string): boolean => [...used].some((other) => other.split(' ')[1] === one.split(' ')[1]);
  expect(granted.filter((one) => !used.has(one) && !(one.startsWith('select ') && isRead(one))).toSorted()).toEqual([]);
});
