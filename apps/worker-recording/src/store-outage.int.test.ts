import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, unscoped, type Database } from '@trunkline/db/connection';
import { claimDueRecordings, findRecordingDetail } from '@trunkline/db/recordings';
import { openStorage, type Storage } from '@trunkline/storage';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.ts';
import { startMediaServer, type MediaServer } from '../../../test/support/media/media-server.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { mountSmallDisk, whyNoDisk } from '../../../test/support/small-disk.ts';
import { openDeletion } from './delete-at-twilio.ts';
import { fetchRecording } from './fetch-recording.ts';
import { openMediaSource, type MediaSource } from './media/open-media-source.ts';
import { measureUnfetched, recordingRelay } from './relay-recordings.ts';
import { openStoreGate, type StoreGate } from './store-gate.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const noDisk = whyNoDisk();
const describeOnDisk = noDisk === undefined ? describe : describe.skip;
const disk = noDisk === undefined ? 'on a disk of its own' : `on a disk of its own (skipped: ${noDisk})`;

const opened = new AsyncDisposableStack();
let db: Database;
let media: MediaServer;
let source: MediaSource;
let folder: string;
const twilio = { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'secret', TWILIO_MAX_IN_FLIGHT: 10 };
beforeAll(async () => {
  db = opened.use(openDatabase(process.env['DATABASE_URL']!, 'test of worker-recording'));
  media = opened.use(await startMediaServer());
  const config = { ...twilio, TWILIO_API_URL: media.url, RECORDING_MEDIA_HOSTS: new Set<string>() };
  source = opened.use(openMediaSource({ ...config, RECORDING_FETCHES_AT_ONCE: 2 }));
});
afterAll(() => opened.disposeAsync());

let each: AsyncDisposableStack;
let lines: { level: string; text: string; fields: Record<string, unknown> }[];
let gate: StoreGate;
beforeEach(async () => {
  await deleteRows(db.pool, ['call_recordings']);
  each = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
  each.defer(() => rm(folder, { recursive: true, force: true }));
  lines = [];
  gate = openGate(60_000);
});
afterEach(() => each.disposeAsync());

/** A gate that takes a store for too slow once it has taken nothing for so long. */
function openGate(stalledAfterMs: number): StoreGate {
  const at = (level: string) => (fields: Record<string, unknown>, text: string) =>
    void lines.push({ level, text, fields });
  return each.use(openStoreGate({ info: at('info'), warn: at('warn'), error: at('error') } as never, stalledAfterMs));
}

let last = 0;
async function announce(): Promise<string> {
  const sid = `RE${(last += 1).toString(16).padStart(31, '0')}f`;
  await db.pool.query(
    `insert into call_recordings (recording_sid, status, duration_sec, announced_at, updated_at)
    values ($1, 'completed', 6, now(), now())`,
    [sid],
  );
  return sid;
}

const open = (where: string) => each.use(openStorage({ RECORDINGS_DIR: where, S3_REGION: 'us-east-1' }));
const fetchInto = (storage: Pick<Storage, 'put' | 'tryWrite'>) =>
  fetchRecording({ db, storage, gate, source, log: silentLog, maxBytes: 5e6, signal: new AbortController().signal });
const detail = async (sid: string) => (await findRecordingDetail(unscoped(db), sid))!;
const halves = (where: string) => readdir(join(where, '.incoming'));
const unlimited = () => db.pool.query(`update call_recordings set next_attempt_at = now() where custody = 'announced'`);

/** Fetches as the relay has it until all are stored. */
const fetchAll = (fetch: (sid: string) => Promise<void>, sids: readonly string[]) =>
  eventually(async () => {
    await unlimited();
    for (const { data } of await recordingRelay(db, gate).claim()) await fetch(data.recordingSid);
    for (const sid of sids) expect((await detail(sid)).custody).toBe('stored');
  });

async function expectWaiting(sid: string, cause: string): Promise<void> {
  const { custody, fetchAttempts, evidence } = await detail(sid);
  expect({ custody, fetchAttempts }).toEqual({ custody: 'announced', fetchAttempts: 0 });
  expect(evidence.at(-1)).toMatchObject({ step: 'waiting', reason: `the store: ${cause}` });
  expect(gate.current()).toMatchObject({ cause, remedy: expect.stringContaining('RECORDINGS_DIR') });
  expect(lines.filter(({ level }) => level !== 'info')).toEqual([
    {
      level: 'warn',
      text: expect.stringContaining(`recordings wait, as the store stores nothing (${cause}): `),
      fields: expect.objectContaining({ cause, runbook: expect.stringContaining('recordings.md#') }),
    },
  ]);
}

describeOnDisk(disk, () => {
  test('that is full, recordings wait uncharged, and are stored when there is room', async () => {
    const small = each.use(mountSmallDisk(2));
    const fetch = fetchInto(open(small.folder));
    await writeFile(join(small.folder, 'filler'), Buffer.alloc(3_000_000)).catch(() => {});
    const sids = [await announce(), await announce(), await announce()];
    for (const sid of [...sids, ...sids]) await fetch(sid);
    await expectWaiting(sids[0]!, 'full');
    expect(await halves(small.folder)).toEqual([]);
    expect(sids.map((sid) => media.asked.get(sid) ?? 0)).toEqual([1, 0, 0]); // the others are not fetched in vain
    await unlimited();
    expect(await recordingRelay(db, gate).claim()).toHaveLength(1);
    await rm(join(small.folder, 'filler'));
    await fetchAll(fetch, sids);
    for (const sid of sids) expect(await detail(sid)).toMatchObject({ custody: 'stored', fetchAttempts: 1 });
    expect(gate.current()).toBeUndefined();
    expect(lines.at(-1)).toMatchObject({ level: 'info', text: 'recordings are stored again' });
  });

  test('with room for small ones only, a large one waits, and no half is left', async () => {
    const small = each.use(mountSmallDisk(2));
    const fetch = fetchInto(open(small.folder));
    await writeFile(join(small.folder, 'filler'), Buffer.alloc(1_950_000));
    const sid = await announce();
    await fetch(sid);
    await expectWaiting(sid, 'full');
    expect(await halves(small.folder)).toEqual([]);
  });

  test('that becomes read-only, recordings wait, and are stored once it is writable', async () => {
    const small = each.use(mountSmallDisk(8));
    const fetch = fetchInto(open(small.folder));
    const [before, sid] = [await announce(), await announce()];
    await fetch(before);
    small.remount('ro');
    await fetch(sid);
    await expectWaiting(sid, 'read-only');
    small.remount('rw');
    await fetchAll(fetch, [before, sid]);
    expect(await halves(small.folder)).toEqual([]);
  });
});

test('a folder that is not there as a folder is no fault of a recording', async () => {
  const where = join(folder, 'recordings');
  await writeFile(where, 'not a folder');
  const fetch = fetchInto(open(where));
  const sid = await announce();
  await fetch(sid);
  await expectWaiting(sid, 'missing');
  await rm(where);
  await fetchAll(fetch, [sid]);
  expect(await detail(sid)).toMatchObject({ custody: 'stored', fetchAttempts: 1 });
});

test('a store that stops taking bytes is reported while it does, and the recording is stored in the end', async () => {
  gate = openGate(50);
  const real = open(folder);
  const released = Promise.withResolvers<void>();
  const slow: Pick<Storage, 'put' | 'tryWrite'> = {
    tryWrite: () => real.tryWrite(),
    async put(key, pieces, type) {
      async function* slowly() {
        for await (const piece of pieces) {
          await released.promise;
          yield piece;
        }
      }
      await real.put(key, slowly(), type);
    },
  };
  const sid = await announce();
  const fetching = fetchInto(slow)(sid);
  await eventually(() => expect(gate.current()).toMatchObject({ cause: 'too slow' }));
  released.resolve();
  await fetching;
  expect(await detail(sid)).toMatchObject({ custody: 'stored', fetchAttempts: 1 });
  expect(gate.isOpen()).toBe(false);
});

test('an attempt whose worker hung is not confused with a later one, although the one between was uncharged', async () => {
  const sid = await announce();
  const real = open(folder);
  const released = Promise.withResolvers<void>();
  const hung = fetchInto({ ...real, put: (...given) => released.promise.then(() => real.put(...given)) })(sid);
  await eventually(async () => expect((await detail(sid)).custody).toBe('fetching'));
  await db.pool.query(`update call_recordings set next_attempt_at = now()`);
  await claimDueRecordings(db.pool, 1);
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  await eventually(async () => {
    gate.worked();
    await fetchInto({ ...real, put: () => Promise.reject(full) })(sid);
    expect((await detail(sid)).evidence.at(-1)).toMatchObject({ step: 'waiting' });
  });
  gate.worked();
  released.resolve();
  await hung;
  expect(await detail(sid)).toMatchObject({ custody: 'announced', fetchAttempts: 1 });
  await fetchAll(fetchInto(real), [sid]);
});

test('with nothing left that waits, the outage is over', async () => {
  gate.failed(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
  await measureUnfetched(db, gate)();
  expect(gate.isOpen()).toBe(false);
});

test('nothing is deleted at Twilio while the store fails, or where it does not have the recording', async () => {
  const real = open(folder);
  const sid = await announce();
  await fetchInto(real)(sid);
  const config = { ...twilio, TWILIO_API_URL: media.url };
  const deletion = await openDeletion({ db, storage: real, gate, config, log: silentLog, opened: each });
  const before = media.paths.length;
  gate.failed(Object.assign(new Error('i/o'), { code: 'EIO' }));
  await deletion.tick();
  gate.worked();
  const { rows } = await db.pool.query<{ key: string }>('select object_key as key from call_recordings');
  await rm(join(folder, rows[0]!.key));
  await expect(deletion.tick()).rejects.toThrow(`${sid} is not in the store`);
  expect(media.paths.slice(before)).toEqual([]);
});
