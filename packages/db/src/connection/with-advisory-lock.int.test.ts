import { afterAll, expect, test } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { withAdvisoryLock } from './with-advisory-lock.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());

const HOLDERS = `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
const holders = async () => (await db.pool.query<{ pid: number }>(HOLDERS)).rows.map(({ pid }) => pid);

/** Work that lasts until it is ended. */
function openWork() {
  const [began, ending] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const work = async () => {
    began.resolve();
    await ending.promise;
  };
  return { work, began: began.promise, end: () => ending.resolve() };
}

test('while one holds the lock the next one skips, another name is free, and a release frees it', async () => {
  const first = openWork();
  const running = withAdvisoryLock(db, 'round', first.work);
  await first.began;
  const passer = openWork();
  expect(await withAdvisoryLock(db, 'round', passer.work)).toBe(false);
  expect(await withAdvisoryLock(db, 'other', async () => {})).toBe(true);
  first.end();
  expect(await running).toBe(true);
  expect(await withAdvisoryLock(db, 'round', async () => {})).toBe(true);
});

test('failed work rejects, and releases the lock', async () => {
  await expect(withAdvisoryLock(db, 'round', () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
  expect(await holders()).toEqual([]);
});

test('a connection lost meanwhile releases the lock and does not end the process', async () => {
  const first = openWork();
  const running = withAdvisoryLock(db, 'round', first.work);
  await first.began;
  const [pid] = await holders();
  await db.pool.query('select pg_terminate_backend($1)', [pid]);
  await eventually(async () => expect(await holders()).toEqual([]));
  expect(await withAdvisoryLock(db, 'round', async () => {})).toBe(true);
  first.end();
  expect(await running).toBe(true);
  expect(db.pool.totalCount).toBe(db.pool.idleCount); // every connection was released
});
