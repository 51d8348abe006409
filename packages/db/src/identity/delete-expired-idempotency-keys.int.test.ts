import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { deleteExpiredIdempotencyKeys } from './delete-expired-idempotency-keys.ts';

const db = openTestDatabase();
beforeEach(() => db.pool.query('truncate idempotency_keys'));
afterAll(async () => db[Symbol.asyncDispose]());

test('the answer of an Idempotency-Key is kept for one day', async () => {
  await db.pool.query(`
    insert into idempotency_keys (actor_id, key, request_hash, created_at)
    select 'operator', age::text, '', now() - age * interval '1 hour' from unnest(array[0, 23, 25, 49]) age`);
  expect(await deleteExpiredIdempotencyKeys(db.pool, 1)).toBe(1);
  expect(await deleteExpiredIdempotencyKeys(db.pool, 10)).toBe(1);
  const { rows } = await db.pool.query<{ key: string }>('select key from idempotency_keys order by created_at desc');
  expect(rows.map(({ key }) => key)).toEqual(['0', '23']);
});
