import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureInboxPartitions } from '@trunkline/db/inbox';
import type { ChildProcess } from 'node:child_process';
import { readdir, readFile, rename, rm, truncate, writeFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { CANARIES, plantPerson, RECORDING } from '../support/db/backup-person.ts';
import {
  backUp,
  BACKUP_KEY,
  closePlaces,
  inPlace,
  openPlaces,
  restore,
  type Place,
  type Places,
} from '../support/db/backups.ts';
import { openTestDatabase } from '../support/db/inbox.ts';
import { storeAndApply } from '../support/db/store-and-apply.ts';
import { eventually } from '../support/eventually.ts';
import { runCli, type CliRun } from '../support/processes/run-cli.ts';
import { callbackToStore, callSid, progress } from '../support/twilio/callbacks.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());

let source: Places['source'];
let target: Place;
let parent: string;
beforeEach(async () => {
  ({ source, target, parent } = await openPlaces(db));
  await plantPerson(db, source);
});
afterEach(() => closePlaces({ source, target }));

const isEmpty = async ({ env }: Place, at = target) => {
  const { rows } = await inPlace(at, (client) =>
    client.query(
      'select (select count(*)::int from calls) as calls, (select count(*)::int from audit_events) as lines',
    ),
  );
  expect(rows).toEqual([{ calls: 0, lines: 0 }]);
  expect(await readdir(env['RECORDINGS_DIR']!).catch(() => [])).toEqual([]);
};

/** Runs a command until it waits for a lock on this table, then `act`. The lock is released at the end. */
async function whileLocked<T>(
  place: Place,
  table: string,
  args: string[],
  act: (child: ChildProcess, release: () => Promise<unknown>) => Promise<T> | T,
): Promise<[CliRun, T]> {
  return inPlace(place, async (client) => {
    await client.query(`begin; lock table ${table} in access exclusive mode`);
    let child: ChildProcess | undefined;
    const run = runCli(args, place.env, (started) => (child = started));
    const isWaiting = async () => {
      const sql = `select from pg_stat_activity where datname = $1 and application_name = 'trunkline command line' and wait_event_type = 'Lock'`;
      expect((await db.pool.query(sql, [new URL(place.url).pathname.slice(1)])).rowCount).toBe(1);
    };
    try {
      await eventually(isWaiting, { timeoutMs: 120_000 });
      const acted = await act(child!, () => client.query('rollback'));
      return [await run, acted];
    } finally {
      child!.kill('SIGKILL');
    }
  });
}

const endWhileLocked = async (place: Place, table: string, args: string[], signal: NodeJS.Signals): Promise<CliRun> =>
  (await whileLocked(place, table, args, (child) => child.kill(signal)))[0];

test('retention waits for a backup, and holds up no callback meanwhile', async () => {
  const late = callbackToStore(progress(callSid(3), 'completed', 0));
  const [{ code }, refusal] = await whileLocked(
    source,
    'webhook_deliveries',
    ['backup', parent],
    async (_, release) => {
      const retention = ensureInboxPartitions(db.pool).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      await storeAndApply(db, [late]);
      const ended = await retention;
      await release();
      return ended;
    },
  );
  expect([code, refusal]).toEqual([0, '55P03']); // lock_timeout, before it held a table
});

test('a backup that is killed is none: restore refuses what it leaves, by any name', async () => {
  await endWhileLocked(source, 'webhook_deliveries', ['backup', parent], 'SIGKILL');
  const [left = ''] = await readdir(parent);
  expect(left).toMatch(/\.partial$/);
  const renamed = join(parent, 'renamed');
  for (const name of [join(parent, left), renamed]) {
    if (name === renamed) await rename(join(parent, left), renamed);
    expect(await restore(target, name)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no finished backup'),
    });
  }
  await isEmpty(target);
});

test('Ctrl-C leaves no folder of a backup, and no row of a restore', async () => {
  const interrupted = { code: 130, stderr: 'Interrupted.\n' };
  expect(await endWhileLocked(source, 'webhook_deliveries', ['backup', parent], 'SIGINT')).toMatchObject(interrupted);
  const backup = await backUp(source, join(source.folder, 'whole'));
  expect(await endWhileLocked(target, 'calls', ['restore', backup], 'SIGINT')).toMatchObject(interrupted);
  await isEmpty(target);
  expect(await restore(target, backup)).toMatchObject({ code: 0 });
});

test('a restore that is killed leaves the database as it was, and is repeated', async () => {
  const backup = await backUp(source, parent);
  await endWhileLocked(target, 'audit_anchors', ['restore', backup], 'SIGKILL');
  await isEmpty(target);
  expect(await restore(target, backup)).toMatchObject({ code: 0 });
});

test('a stolen backup shows nothing without the key; without and with another one a restore is refused', async () => {
  const backup = await backUp(source, parent);
  for (const entry of await readdir(backup, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (const canary of CANARIES) expect(bytes.includes(canary)).toBe(false);
    expect(bytes.subarray(0, 2).toString('hex')).not.toBe('1f8b'); // zipped only
  }
  const keyless = { ...target, env: { ...target.env, BACKUP_KEY: '' } };
  const wrong = { ...target, env: { ...target.env, BACKUP_KEY: `${BACKUP_KEY}!` } };
  expect(await restore(keyless, backup)).toMatchObject({ code: 1, stderr: expect.stringContaining('Set BACKUP_KEY') });
  expect(await restore(wrong, backup)).toMatchObject({ code: 1, stderr: expect.stringContaining('not the key') });
  await isEmpty(target);
  const plain = await runCli(['backup', parent], { ...source.env, BACKUP_KEY: '' });
  expect(plain).toMatchObject({ code: 1, stderr: expect.stringContaining('pass --plain') });
});

const DAMAGES: Record<string, (backup: string) => Promise<unknown>> = {
  'a table is cut': (backup) => truncate(join(backup, 'tables/calls'), 20),
  'a table is missing': (backup) => rm(join(backup, 'tables/calls')),
  'a table is another one': (backup) => cp(join(backup, 'tables/call_events'), join(backup, 'tables/calls')),
  'an object is changed': (backup) => writeFile(join(backup, `objects/2026/02/12/${RECORDING}.wav`), 'RIFF'),
  'the spool is gone': (backup) => rm(join(backup, 'spool/a.jsonl')),
  'the manifest is cut': (backup) => truncate(join(backup, 'manifest'), 20),
  'the header is no JSON': (backup) => truncate(join(backup, 'backup.json'), 20),
};

test('a damaged backup is refused before anything is written', async () => {
  const backup = await backUp(source, parent);
  expect(await restore(target, backup, '--check')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is whole'),
  });
  for (const [what, damage] of Object.entries(DAMAGES)) {
    const damaged = join(source.folder, what);
    await cp(backup, damaged, { recursive: true });
    await damage(damaged);
    const { code, stderr } = await restore(target, damaged);
    expect({ what, code, stderr }).toEqual({ what, code: 1, stderr: expect.stringContaining('is damaged') });
  }
  await isEmpty(target);
});

test('a restore is refused while an app is connected, and where the migrations are others', async () => {
  const backup = await backUp(source, parent);
  const busy = await db.transaction(() => restore(source, backup, '--replace', '--yes')); // a connection is in use
  expect(busy).toMatchObject({ code: 1, stderr: expect.stringContaining('in use by trunkline test') });
  await inPlace(target, (client) =>
    client.query(`update _prisma_migrations set migration_name = '2099' where migration_name like '%_reconciliation'`),
  );
  expect(await restore(target, backup)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('npx trunkline migrate'),
  });
  await isEmpty(target);
});
