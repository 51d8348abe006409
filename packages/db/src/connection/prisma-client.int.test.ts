import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '@trunkline/access';
import { openDatabase, type Database, type Transaction } from './open-database.ts';
import type { Models } from './prisma-client.ts';
import { withActor } from './with-actor.ts';

const { DATABASE_URL } = process.env as { DATABASE_URL: string };
const CONNECTIONS = 3;
let db: Database;
beforeAll(async () => {
  db = openDatabase(DATABASE_URL, 'test', { maxConnections: CONNECTIONS, connectTimeoutMs: 30_000 });
  await db.loadPrisma();
});
afterAll(async () => db[Symbol.asyncDispose]());

type Session = { pid: number; role: string; actor: string };
const SESSION = `select pg_backend_pid() as pid, current_user::text as role, (signed_context())[2] as actor`;
const sessionOf = async (models: Models) => (await models.$queryRawUnsafe<Session[]>(SESSION))[0]!;
const create = (tx: Transaction, name: string) =>
  tx.prisma(({ profile }) => profile.create({ data: { name, role: 'client' }, select: { id: true, createdAt: true } }));
const count = async (name: string) =>
  (await db.pool.query('select from profiles where name = $1', [name])).rowCount ?? 0;

describe('Prisma in a transaction', () => {
  test('runs on its connection, as its actor', async () => {
    const actor: Actor = { id: '2f1c6c3e-5a4b-4a69-9a51-0d1f0a3e7c11', role: 'monitor' };
    const [bySql, byPrisma] = await withActor(db, actor, async (tx) => [
      (await tx.query<Session>(SESSION)).rows[0]!,
      await tx.prisma(sessionOf),
    ]);
    expect(byPrisma).toEqual(bySql);
    expect(byPrisma).toMatchObject({ role: 'app_monitor', actor: actor.id });
  });

  test('never runs as another actor, however many transactions share few connections', async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `2f1c6c3e-5a4b-4a69-9a51-${String(n).padStart(12, '0')}`);
    const seen = await Promise.all(
      ids.map((id, n) =>
        withActor(db, { id, role: n % 2 ? 'reader' : 'client' }, async (tx) => {
          const found = await tx.prisma(({ profile }) => profile.findUnique({ where: { id }, select: { id: true } }));
          return { found, ...(await tx.prisma(sessionOf)) };
        }),
      ),
    );
    expect(seen.map(({ found, role, actor }) => [found, role, actor])).toEqual(
      ids.map((id, n) => [null, n % 2 ? 'app_reader' : 'app_client', id]),
    );
    expect(new Set(seen.map(({ pid }) => pid)).size).toBeLessThanOrEqual(CONNECTIONS);
  });

  test('reads what SQL wrote before it, and is rolled back with it', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query(`insert into profiles (name, role) values ('by SQL', 'client')`);
      expect(await tx.prisma(({ profile }) => profile.count({ where: { name: 'by SQL' } }))).toBe(1);
      await create(tx, 'by Prisma');
      expect((await tx.query(`select from profiles where name = 'by Prisma'`)).rowCount).toBe(1);
      throw new Error('broken off');
    });
    await expect(work).rejects.toThrow('broken off');
    expect([await count('by SQL'), await count('by Prisma')]).toEqual([0, 0]);
  });

  test('is committed with it', async () => {
    await db.transaction((tx) => create(tx, 'committed'));
    expect(await count('committed')).toBe(1);
  });

  test('cannot be used after its end', async () => {
    const kept = await db.transaction((tx) => tx.prisma(async (models) => ({ models, tx })));
    await expect(kept.models.profile.count()).rejects.toThrow(/closed/);
    await expect(kept.tx.prisma(({ profile }) => profile.count())).rejects.toThrow('has ended');
  });

  test('leaves the times of a row to the database', async () => {
    await db.transaction(async (tx) => {
      const { createdAt } = await create(tx, 'timed');
      expect((await tx.query<{ now: Date }>('select now()')).rows[0]!.now).toEqual(createdAt);
    });
  });
});

describe('an error of Postgres passes Prisma unchanged', () => {
  test.each([
    ['a missing privilege', '42501', ({ profile }: Models) => profile.findMany()],
    ['text that cannot be stored', '22021', ({ profile }: Models) => profile.count({ where: { name: 'a\0b' } })],
  ])('%s', async (_what, code, work) => {
    const attempt = withActor(db, { id: null, role: 'admin' }, (tx) => tx.prisma<unknown>(work));
    await expect(attempt).rejects.toMatchObject({ name: 'error', code });
  });

  test('a taken name, after which the connection serves the next transaction', async () => {
    await db.transaction((tx) => create(tx, 'taken'));
    await expect(db.transaction((tx) => create(tx, 'taken'))).rejects.toMatchObject({
      code: '23505',
      constraint: 'profiles_name_key',
    });
    await db.transaction((tx) => create(tx, 'free'));
  });
});

test('a time is the same instant in a database of another time zone', async () => {
  const database = new URL(DATABASE_URL).pathname.slice(1);
  await db.pool.query(`alter database ${database} set timezone = 'America/New_York'`);
  await using elsewhere = openDatabase(DATABASE_URL, 'test');
  const time = new Date('2026-07-01T12:34:56.789Z');
  const { id } = await elsewhere.transaction((tx) =>
    tx.prisma(({ syncRun }) => syncRun.create({ data: { kind: 'sync', since: time, until: time } })),
  );
  const read = await elsewhere.transaction((tx) => tx.prisma(({ syncRun }) => syncRun.findFirst({ where: { id } })));
  const stored = await db.pool.query<{ since: Date }>('select since from sync_runs where id = $1', [id]);
  expect([read?.since, stored.rows[0]!.since]).toEqual([time, time]);
});
