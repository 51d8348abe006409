import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkApiRole } from './check-api-role.ts';
import { openDatabase, type Database } from './open-database.ts';

const { DATABASE_URL } = process.env as { DATABASE_URL: string };
const ROLES = ['test_deputy', 'test_heir', 'test_climber', 'test_passer'];
let owners: Database;
beforeAll(async () => {
  owners = openDatabase(DATABASE_URL, 'test');
  await owners.pool.query(`
    create role test_passer nologin bypassrls;
    create role test_deputy login noinherit in role trunkline_worker;
    create role test_climber login noinherit in role test_passer;
    create role test_heir login inherit in role app_superadmin`);
});
afterAll(async () => {
  for (const role of ROLES) await owners.pool.query(`drop role ${role}`);
  await owners[Symbol.asyncDispose]();
});

async function refusalOf(login: string): Promise<string | undefined> {
  const url = new URL(DATABASE_URL);
  url.username = login;
  await using db = openDatabase(url.href, 'test');
  return await checkApiRole(db.pool, db.sign);
}

test.each([
  ['is a member of the workers’ role', 'test_deputy', 'the workers’'],
  ['is a member of a role that bypasses the policies', 'test_climber', 'BYPASSRLS'],
  ['inherits the rights of a role of people', 'test_heir', 'INHERIT'],
])('a login that %s is refused', async (_what, login, reason) => expect(await refusalOf(login)).toContain(reason));

test('the login that the migration creates is accepted', async () =>
  expect(await refusalOf('trunkline_api')).toBeUndefined());
