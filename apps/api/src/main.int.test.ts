import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@trunkline/db/connection';
import { callbacksQueue, chooseQueueBackend, openQueue } from '@trunkline/queues';
import { asApiRole } from '../../../test/support/db/as-login.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { startApp } from '../../../test/support/processes/processes.ts';

const { DATABASE_URL } = process.env as { DATABASE_URL: string };
let owners: Database;
beforeAll(async () => {
  owners = openDatabase(DATABASE_URL, 'test of the login');
  await owners.pool.query('create role owner_of_tables login');
  await owners.pool.query('create role passer_by login bypassrls');
});
afterAll(async () => {
  await owners.pool.query('reassign owned by owner_of_tables to current_user');
  await owners.pool.query('drop role owner_of_tables');
  await owners.pool.query('drop role passer_by');
  await owners[Symbol.asyncDispose]();
});

const start = (databaseUrl: string) =>
  startApp('api', { env: { DATABASE_URL: databaseUrl, REDIS_URL: undefined, LOG_LEVEL: 'warn' } });

function loginOf(role: string): string {
  const url = new URL(DATABASE_URL);
  url.username = role;
  return url.href;
}

test.each([
  ['a superuser', () => DATABASE_URL, 'it is a superuser'],
  ['a role with BYPASSRLS', () => loginOf('passer_by'), 'it has BYPASSRLS'],
  ['the owner of a table', () => loginOf('owner_of_tables'), 'it owns the tables'],
])('the API does not start as %s, and says what to do', async (_whom, url, reason) => {
  await owners.pool.query('alter table contacts owner to owner_of_tables');
  const failure = await start(url()).then(
    async (app) => app[Symbol.asyncDispose](),
    (error: Error) => error,
  );
  expect(failure?.message).toContain(`row-level security does not apply: ${reason}`);
  expect(failure?.message).toContain('npm run db:logins');
  expect(failure?.cause).toMatchObject({ message: 'ended: 3' });
});

test('as trunkline_api it starts, and its board shows queues on Postgres that a worker created', async () => {
  await using queue = openQueue(callbacksQueue, chooseQueueBackend({ DATABASE_URL }));
  await queue.reached();
  await queue.add([{ jobId: 'one', data: { ids: ['1'] } }]);
  await using api = await start(asApiRole(DATABASE_URL));
  await eventually(async () => {
    const answer = await fetch(`${api.url}/admin/queues/api/queues`);
    const { queues } = (await answer.json()) as { queues: { name: string; counts: Record<string, number> }[] };
    expect(queues).toContainEqual(
      expect.objectContaining({ name: 'callbacks', counts: expect.objectContaining({ waiting: 1 }) }),
    );
  });
});
