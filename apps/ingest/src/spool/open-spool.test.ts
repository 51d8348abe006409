import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CallbackToStore } from '@trunkline/db/inbox';
import { mkdtemp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { join } from 'node:path';
import { eventually } from '../../../../test/support/eventually.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { mountSmallDisk, whyNoDisk } from '../../../../test/support/small-disk.ts';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { MAX_BATCH } from '../group-commit.ts';
import { openOutage, type Outage } from '../outage.ts';
import { openSpool, type Spool } from './open-spool.ts';
import type { SpoolMode } from './spool-mode.ts';

/** Skipped where this user may not mount a disk. */
const describeOnDisk = whyNoDisk() === undefined ? describe : describe.skip;
const unavailable = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
/** The error of Postgres for a text that it cannot hold. */
const refusal = Object.assign(new pg.DatabaseError('unsupported Unicode escape', 7, 'error'), { code: '22P05' });
const callback = (key: string): CallbackToStore => callbackToStore(progress('CA1', 'ringing', 1), { dedupeKey: key });
const keys = (callbacks: readonly CallbackToStore[]) => callbacks.map(({ dedupeKey }) => dedupeKey);

let folder: string;
let opened: AsyncDisposableStack;
let isUp: boolean;
let batches: CallbackToStore[][];
let enqueued: number;
let attempts: number;
let outage: Outage;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
  opened = new AsyncDisposableStack();
  [isUp, batches, enqueued, attempts] = [true, [], 0, 0];
  outage = opened.use(openOutage(silentLog));
});
afterEach(async () => {
  await opened.disposeAsync();
  await rm(folder, { recursive: true, force: true });
});

const inbox = {
  async store(batch: readonly CallbackToStore[]) {
    attempts += 1;
    if (!isUp) throw unavailable;
    if (batch.some(({ dedupeKey }) => dedupeKey === 'refused')) throw refusal;
    batches.push([...batch]);
    return batch.map(({ dedupeKey }) => ({ id: dedupeKey, isNew: true }));
  },
  announce: (committed: readonly object[]) => void (enqueued += committed.length),
};
const open = (instance = 'a', mode: SpoolMode = 'all', where = folder): Spool =>
  opened.use(openSpool({ folder: where, mode, instance, inbox, outage, log: silentLog, warn: () => {} }));

/** As after a callback that Postgres did not store. */
function goDown(): void {
  isUp = false;
  outage.failed(unavailable);
}
const waiting = async () => (await readdir(folder)).filter((name) => !name.startsWith('reserve-'));
const drained = () => eventually(async () => expect(await waiting()).toEqual([]));

test('what is kept is stored in the order of its arrival once Postgres is back, and the outage ends', async () => {
  goDown();
  const spool = open();
  const all = Array.from({ length: 300 }, (_, n) => `key ${n}`);
  for (let from = 0; from < all.length; from += 100)
    await Promise.all(all.slice(from, from + 100).map((key) => spool.keep(callback(key), false)));
  expect((await waiting()).length).toBeLessThan(20); // those that come during a write share the next one
  isUp = true;
  await drained();
  expect(keys(batches.flat())).toEqual(all);
  expect(enqueued).toBe(all.length);
  expect(outage.isOpen()).toBe(false);
});

test('what a long outage left is stored in full batches', async () => {
  goDown();
  const spool = open();
  const all = Array.from({ length: 3000 }, (_, n) => `key ${n}`);
  await Promise.all(all.map((key) => spool.keep(callback(key), false)));
  isUp = true;
  await drained();
  expect(keys(batches.flat()).toSorted()).toEqual(all.toSorted());
  expect(batches.length).toBeLessThan(2 * Math.ceil(all.length / MAX_BATCH));
});

test('a process that was killed leaves whole files, which the next one stores', async () => {
  goDown();
  await open().keep(callback('kept'), false);
  await opened.disposeAsync();
  await writeFile(join(folder, 'half.jsonl.tmp'), '{"dedupeKey": "ha');
  await utimes(join(folder, 'half.jsonl.tmp'), 0, 0);
  opened = new AsyncDisposableStack();
  isUp = true;
  open();
  await drained();
  expect(keys(batches.flat())).toEqual(['kept']);
});

test('files of this and the last version are stored, and each odd one is set aside without harm to others', async () => {
  const { callbackKind, ...rest } = callback('last version');
  const odd = '{"a": {"__proto__": "kept"}, "b": 1}';
  const oddities = ['{}', 'null', '[]', '1', '"text"', '{"dedupeKey": "half', '\0\0\0', '{"dedupeKey": "only"}'];
  const invalid: object[] = [
    { payload: null },
    { payload: [] },
    { copies: 0 },
    { processingStatus: 'completed' },
    { dedupeKey: '' },
  ];
  for (const [n, text] of [
    ...oddities,
    ...invalid.map((part) => JSON.stringify({ ...callback('x'), ...part })),
  ].entries())
    await writeFile(join(folder, `${n}.json`), text);
  await mkdir(join(folder, 'a-folder.jsonl'));
  await writeFile(join(folder, 'x.json'), JSON.stringify({ ...rest, eventType: callbackKind }));
  await writeFile(
    join(folder, 'y.jsonl'),
    `${JSON.stringify(callback('first'))}\nnonsense\n${JSON.stringify(callback('third'))}\n`,
  );
  await writeFile(
    join(folder, 'z.json'),
    JSON.stringify(callback('odd')).replace('"payload":{', `"payload":{"odd":${odd},`),
  );
  await open().keep(callback('kept'), false);
  await eventually(async () => expect((await waiting()).every((name) => name.endsWith('.bad'))).toBe(true));
  expect(keys(batches.flat()).toSorted()).toEqual(['first', 'kept', 'last version', 'odd', 'third']);
  expect(await waiting()).toHaveLength(oddities.length + invalid.length + 2);
  expect(JSON.stringify(batches)).toContain('"__proto__":"kept"');
});

test('a callback that Postgres refuses in any form is set aside, and holds up neither files nor the outage', async () => {
  goDown();
  const spool = open();
  await Promise.all(['a', 'refused', 'b'].map((key) => spool.keep(callback(key), false)));
  isUp = true;
  await eventually(async () => expect((await waiting()).every((name) => name.endsWith('.bad'))).toBe(true));
  expect(keys(batches.flat()).toSorted()).toEqual(['a', 'b']);
  const [aside = ''] = await waiting();
  expect(await waiting()).toHaveLength(1);
  expect(JSON.parse(await readFile(join(folder, aside), 'utf8'))).toMatchObject({ dedupeKey: 'refused' });
  await eventually(async () => expect(outage.isOpen()).toBe(false));
});

test('a file with an odd line keeps its place until the others are stored', async () => {
  goDown();
  await writeFile(join(folder, 'x.jsonl'), `${JSON.stringify(callback('good'))}\nnonsense\n`);
  const spool = open();
  await spool.keep(callback('later'), false);
  await eventually(async () => expect(attempts).toBeGreaterThan(1));
  expect(await waiting()).toContain('x.jsonl');
  isUp = true;
  await eventually(async () => expect(await waiting()).toEqual(['x.jsonl.bad']));
  expect(keys(batches.flat()).toSorted()).toEqual(['good', 'later']);
});

test('copies of a callback are one row of a batch', async () => {
  goDown();
  const spool = open();
  for (const key of ['a', 'b', 'a']) await spool.keep(callback(key), false);
  isUp = true;
  await drained();
  expect(batches.flat().map(({ dedupeKey, copies }) => [dedupeKey, copies])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('without a file to store, an empty batch finds out that Postgres is back', async () => {
  goDown();
  const spool = open('a', 'off');
  expect(await spool.keep(callback('report'), false)).toBe(false);
  isUp = true;
  await eventually(async () => expect(outage.isOpen()).toBe(false));
  expect(batches).toEqual([[]]);
});

test.each([
  ['all', [true, true]],
  ['callers', [false, true]],
  ['off', [false, false]],
] as const)('SPOOL=%s keeps reports and callers: %j', async (mode, expected) => {
  goDown();
  const spool = open('a', mode);
  expect([await spool.keep(callback('report'), false), await spool.keep(callback('caller'), true)]).toEqual(expected);
});

describeOnDisk('on a full disk', () => {
  test('reports are refused, callers find room in the reserve, and nothing leaks', async () => {
    const { folder: disk } = opened.use(mountSmallDisk(2));
    goDown();
    const spool = open('a', 'all', disk);
    await eventually(async () => expect(await readdir(disk)).toEqual(['reserve-a']));
    await writeFile(join(disk, 'filler'), Buffer.alloc(4_000_000)).catch(() => {});
    const big = { ...callback('big'), payload: { CallSid: 'CA1', From: '+16175550100', Note: 'x'.repeat(10_000) } };
    expect(await spool.keep(callback('report'), false)).toBe(false);
    expect(await spool.keep(callback('caller'), true)).toBe(true);
    expect(await spool.keep(big, true)).toBe(true);
    expect((await readdir(disk)).toSorted()).toEqual(['filler', 'reserve-a']);
    isUp = true;
    await eventually(async () => expect(keys(batches.flat())).toEqual(['caller', 'big']));
    expect(batches.flat()[1]!.payload).toEqual({ CallSid: 'CA1', From: '+16175550100' });
    goDown();
    expect(await spool.keep(callback('next'), true)).toBe(true); // its room is free again
    isUp = true;
    await eventually(async () => expect(keys(batches.flat())).toContain('next'));
  });
});

test('the reserve of a process that is gone is stored and removed; one in use is left alone', async () => {
  const line = `\n${JSON.stringify(callback('of another'))}\n`;
  for (const name of ['reserve-gone', 'reserve-alive']) await writeFile(join(folder, name), line + '\0'.repeat(100));
  await utimes(join(folder, 'reserve-gone'), 0, 0);
  open();
  await eventually(async () => expect((await readdir(folder)).toSorted()).toEqual(['reserve-a', 'reserve-alive']));
  expect(keys(batches.flat())).toEqual(['of another']);
});
