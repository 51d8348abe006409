import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const FORGETFUL = `
  create function fail() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
  create trigger forgetful before update on idempotency_keys for each row execute function fail()`;

test('a change is not repeated if its answer could not be stored', async () => {
  const { rows } = await db.pool.query<{ id: string }>(
    `insert into calls (status) values ('in-progress') returning id`,
  );
  await db.pool.query(FORGETFUL);
  const json = { alert_type: 'emergency', reason: 'a test' };
  const raise = () =>
    api.send(`/api/calls/${rows[0]!.id}/siren`, { method: 'POST', headers: { 'idempotency-key': 'test-key-1' }, json });
  expect((await raise()).status).toBe(201);
  await db.pool.query(`update siren_alerts set status = 'resolved'`);
  expect(await raise()).toMatchObject({ status: 409, body: { code: 'idempotency_in_flight' } });
  expect((await db.pool.query('select from siren_alerts')).rowCount).toBe(1);
});
