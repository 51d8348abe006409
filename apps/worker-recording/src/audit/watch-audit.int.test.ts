import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { appendAudit } from '@trunkline/db/audit';
import { openDatabase } from '@trunkline/db/connection';
import { openLogger } from '@trunkline/service';
import { openStorage, type Storage } from '@trunkline/storage';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../../test/support/processes/run-cli.ts';
import { watchAudit, type AuditWatch } from './watch-audit.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test of the audit', { maxConnections: 12 });
afterAll(async () => db[Symbol.asyncDispose]());

let folder: string;
let storage: Storage;
let watch: AuditWatch;
let lines: { level: string; event?: string; msg: string; reason?: string; head?: string; lines?: number }[];
const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

const HOURS = 3_600_000;
const log = openLogger('test', 'debug', { write: (line: string) => void lines.push(JSON.parse(line)) });
const restart = (now = Date.now) => (watch = watchAudit({ db, storage, log, now }));
const errors = () => lines.filter(({ level }) => level === 'error');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-audit-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  storage = openStorage({ RECORDINGS_DIR: folder, S3_REGION: 'us-east-1' });
  lines = [];
  await tamper('delete from audit_events', 'delete from audit_anchors', 'delete from stream_events');
  restart();
});

/** Runs statements as a superuser with the triggers off. */
const tamper = (...statements: string[]) =>
  db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    for (const statement of statements) await tx.query(statement);
  });

const entry = { actorId: 'a', role: 'admin', route: 'POST /', entity: 'call:1', event: 'call.dropped', result: 'ok' };
async function append(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await appendAudit(db.pool, { ...entry, requestId: `req-${n}` });
}
/** Lets an hour pass: what is anchored is anchored an hour earlier, in both places. */
async function letAnHourPass(): Promise<void> {
  await tamper(
    `update audit_anchors set hour = to_char(to_timestamp(hour, 'YYYY-MM-DD"T"HH24')::timestamp - interval '1 hour', 'YYYY-MM-DD"T"HH24')`,
  );
  const objects = await readdir(join(folder, 'audit-anchors'));
  for (const name of objects) await rm(join(folder, 'audit-anchors', name));
  const { rows } = await db.pool.query('select hour, lines::float8 as lines, head from audit_anchors');
  for (const row of rows) await writeFile(join(folder, 'audit-anchors', `${row.hour}.json`), JSON.stringify(row));
}
/** Seals the lines from `id` on again, with another result of that line. */
const reseal = (id: number) =>
  tamper(
    `do $$ declare e audit_events; previous text; begin
      update audit_events set result = 'forged' where id = ${id};
      for e in select * from audit_events where id >= ${id} order by id loop
        select coalesce(max(hash), '') into previous from audit_events where id = e.id - 1;
        update audit_events set hash = audit_seal(previous, e.id, e.at, e.req_id, e.actor_id, e.role, e.route, e.entity, e.event, e.result)
          where id = e.id;
      end loop;
    end $$`,
  );
const verify = (...args: string[]) => runCli(['audit-verify', ...args], { RECORDINGS_DIR: folder });

test('the head is anchored once an hour: in the table, the store, the log and the stream', async () => {
  await append(5);
  await watch.round();
  await watch.round();
  const { rows } = await db.pool.query('select hour, lines::float8 as lines, head, stored_at from audit_anchors');
  expect(rows).toEqual([{ hour: expect.any(String), lines: 5, head: expect.any(String), stored_at: expect.any(Date) }]);
  const { hour, head } = rows[0];
  const objects = await readdir(join(folder, 'audit-anchors'));
  expect(objects).toEqual([`${hour}.json`]);
  expect(JSON.parse(await readFile(join(folder, 'audit-anchors', objects[0]!), 'utf8'))).toEqual({
    hour,
    lines: 5,
    head,
  });
  expect(lines).toEqual([expect.objectContaining({ level: 'info', event: 'audit_anchor', hour, lines: 5, head })]);
  expect((await db.pool.query('select name, entity_id from stream_events')).rows).toEqual([
    { name: 'audit.anchored', entity_id: hour },
  ]);
  expect(watch.health()).toEqual({ state: 'intact', lines: 5, faults: [], store_error: null });
  expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('Compared with 1 anchors.') });
});

test('an empty audit has no anchor, and is intact', async () => {
  await watch.round();
  expect(watch.health()).toMatchObject({ state: 'intact', lines: 0 });
  expect((await db.pool.query('select from audit_anchors')).rowCount).toBe(0);
});

test.each([
  ['the last three lines are deleted', 'delete from audit_events where id > 6', 'Line 7 is missing'],
  ['all lines are deleted', 'truncate audit_events', 'Line 1 is missing'],
  ['lines in the middle are deleted', 'delete from audit_events where id in (4, 5)', 'Line 4 is missing'],
])('%s: found within one round, by a new process and by the command', async (_what, sql, description) => {
  await append(9);
  await watch.round();
  await tamper(sql);
  if (!description.startsWith('Line 4')) await watch.round();
  else await restart().round(); // lines before the latest anchor are read once a day
  expect(errors()).toEqual([
    expect.objectContaining({
      event: 'audit_broken',
      msg: expect.stringContaining('docs/operations/access.md'),
      reason: expect.stringContaining(description),
    }),
  ]);
  expect(watch.health()).toMatchObject({ state: 'broken', faults: [expect.stringContaining(description)] });
  await restart().round();
  expect(watch.health().state).toBe('broken');
  const { code, stdout } = await verify();
  expect([code, stdout]).toEqual([10, expect.stringContaining(description)]);
  expect((await verify('--no-store')).code).toBe(10);
});

test('lines that were added after the last anchor and cut off are missed by the process that read them', async () => {
  await append(4);
  await watch.round();
  await append(4);
  await watch.round();
  await tamper('delete from audit_events where id > 4');
  await watch.round();
  expect(errors()).toEqual([expect.objectContaining({ reason: expect.stringContaining('Line 5 is missing') })]);
});

test('a chain that was sealed again from some line on differs from its anchors', async () => {
  await append(9);
  await watch.round();
  await append(2);
  await reseal(8);
  await watch.round();
  expect(watch.health().faults).toEqual([expect.stringContaining('Line 9 differs')]);
  await restart().round();
  expect(watch.health().state).toBe('broken');
  const { code, stdout } = await verify();
  expect([code, stdout]).toEqual([10, expect.stringContaining('Line 9 differs')]);
});

test('a broken chain gets no anchor, also hours later, and none once more lines are added', async () => {
  await append(6);
  await watch.round();
  await tamper('delete from audit_events where id > 3');
  await letAnHourPass();
  await watch.round();
  await append(9);
  await watch.round();
  await restart().round();
  expect((await db.pool.query('select from audit_anchors')).rowCount).toBe(1);
  expect(errors()).toHaveLength(3);
});

test('the store alone reveals a cut tail whose anchors were deleted from the table', async () => {
  await append(6);
  await watch.round();
  await tamper('delete from audit_events where id > 3', 'delete from audit_anchors');
  await restart().round();
  const faults = [expect.stringContaining('Line 4 is missing'), expect.stringContaining('missing in the table')];
  expect(watch.health().faults).toEqual(faults);
  expect((await verify()).code).toBe(10);
});

test('anchors that are missing in the store, or have another content there, are reported', async () => {
  await append(3);
  await watch.round();
  await letAnHourPass();
  await watch.round();
  const [first, second] = (await readdir(join(folder, 'audit-anchors'))).toSorted() as [string, string];
  await rm(join(folder, 'audit-anchors', first));
  await writeFile(join(folder, 'audit-anchors', second), '{"hour":');
  await watch.round();
  const faults = [expect.stringContaining('missing in the object store'), expect.stringContaining('is not the same')];
  expect(watch.health().faults).toEqual(faults);
  const { code, stdout } = await verify();
  expect([code, stdout]).toEqual([10, expect.stringContaining('missing in the object store')]);
});

test('old lines without any anchor are reported, and then anchored', async () => {
  await append(3);
  await tamper(`update audit_events set at = at - interval '3 hours'`);
  await reseal(1);
  expect(await verify()).toMatchObject({ code: 10, stdout: expect.stringContaining('no anchor covers it') });
  await watch.round();
  expect(lines.map(({ level, event }) => [level, event])).toEqual([
    ['warn', 'audit_unanchored'],
    ['info', 'audit_anchor'],
  ]);
  expect((await verify()).code).toBe(0);
});

test('the whole chain is read again after a day', async () => {
  let time = Date.now();
  restart(() => time);
  await append(9);
  await watch.round();
  await tamper(`update audit_events set result = 'forged' where id = 2`);
  time += 23 * HOURS;
  await watch.round();
  expect(watch.health().state).toBe('intact');
  time += 2 * HOURS;
  await watch.round();
  expect(watch.health().faults).toEqual([expect.stringContaining('Line 2 does not follow')]);
});

test('lines that are added during a round, by several, are no false alarm', async () => {
  await append(1);
  const added = new AbortController();
  const adders = Array.from({ length: 4 }, async () => {
    while (!added.signal.aborted) await append(1);
  });
  const other = watchAudit({ db, storage, log });
  for (let n = 0; n < 15; n++) await Promise.all([watch.round(), other.round()]);
  added.abort();
  await Promise.all(adders);
  await Promise.all([watch.round(), other.round()]);
  expect(errors()).toEqual([]);
  expect((await db.pool.query('select from audit_anchors')).rowCount).toBeGreaterThan(0);
});

test('without its store the chain is verified by the table, and the copy follows later', async () => {
  await append(3);
  const away = new Error('the store is away');
  const fail = async () => Promise.reject(away);
  const cut: Storage = { ...storage, list: fail, create: fail, get: fail };
  watch = watchAudit({ db, storage: cut, log });
  await expect(watch.round()).rejects.toBe(away);
  expect(watch.health()).toMatchObject({ state: 'intact', lines: 3, store_error: 'the store is away' });
  await tamper('delete from audit_events where id > 1');
  await expect(watch.round()).rejects.toBe(away);
  expect(watch.health().state).toBe('broken');
  await restart().round();
  expect((await db.pool.query('select from audit_anchors where stored_at is not null')).rowCount).toBe(1);
});

test('an anchor is never changed, not by its owner either', async () => {
  await append(1);
  await watch.round();
  for (const sql of ['update audit_anchors set lines = 9', 'delete from audit_anchors', 'truncate audit_anchors'])
    await expect(db.pool.query(sql)).rejects.toThrow(/rows are never changed/);
});
