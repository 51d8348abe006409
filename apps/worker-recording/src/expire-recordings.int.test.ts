import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, unscoped, type Database } from '@trunkline/db/connection';
import { findRecordingDetail } from '@trunkline/db/recordings';
import { openStorage, type Storage } from '@trunkline/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { silentLog } from '../../../test/support/silent-log.ts';
import { expireRecordings } from './expire-recordings.ts';

const opened = new AsyncDisposableStack();
const [OLD, NEW] = ['a', 'b'].map((digit) => `RE${digit.repeat(32)}`) as [string, string];
const ACCOUNT = `AC${'1'.repeat(32)}`;
let db: Database;
let storage: Storage;

beforeAll(async () => {
  db = opened.use(openDatabase(process.env['DATABASE_URL']!, 'test of retention'));
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  storage = opened.use(openStorage({ RECORDINGS_DIR: folder, S3_REGION: 'us-east-1' }));
  for (const [sid, days] of [
    [OLD, 31],
    [NEW, 29],
  ] as const) {
    await storage.put(`${sid}.wav`, Readable.from([Buffer.from('RIFF')]), 'audio/wav');
    await db.pool.query(
      `insert into call_recordings (recording_sid, status, custody, announced_at, updated_at, stored_at, object_key)
      values ($1, 'completed', 'stored', now(), now(), now() - interval '1 day' * $2, $3)`,
      [sid, days, `${sid}.wav`],
    );
    await db.pool.query(`insert into recording_peaks (recording_sid, channels, peaks) values ($1, 1, '\\x01')`, [sid]);
  }
});
afterAll(() => opened.disposeAsync());

const expire = (days: number) =>
  expireRecordings({
    db,
    storage,
    config: { RECORDING_RETENTION_DAYS: days, DEMO_RETENTION_MINUTES: 0, TWILIO_ACCOUNT_SID: ACCOUNT },
    log: silentLog,
  })();

test('without a retention recordings are kept for ever', async () => {
  await expire(0);
  expect(await findRecordingDetail(unscoped(db), OLD)).toMatchObject({ custody: 'stored' });
});

test('a recording past retention is deleted, and its row says so; others stay', async () => {
  await expire(30);
  await expire(30);
  const row = await findRecordingDetail(unscoped(db), OLD);
  expect(row).toMatchObject({ custody: 'expired', expiredAt: expect.any(Date), evidence: [{ step: 'expired' }] });
  expect(await storage.stat(`${OLD}.wav`)).toBeUndefined();
  expect(await findRecordingDetail(unscoped(db), NEW)).toMatchObject({ custody: 'stored', evidence: [] });
  expect(await storage.stat(`${NEW}.wav`)).toEqual({ sizeBytes: 4 });
  const { rows } = await db.pool.query('select recording_sid as sid from recording_peaks');
  expect(rows).toEqual([{ sid: NEW }]);
});

test('a demo keeps recordings of its own account for minutes, and all others', async () => {
  const [OWN, RECENT, OTHER] = ['c', 'd', 'e'].map((digit) => `RE${digit.repeat(32)}`) as [string, string, string];
  for (const [sid, minutes, account] of [
    [OWN, 11, ACCOUNT],
    [RECENT, 9, ACCOUNT],
    [OTHER, 1000, `AC${'2'.repeat(32)}`],
  ] as const) {
    await storage.put(`${sid}.wav`, Readable.from([Buffer.from('RIFF')]), 'audio/wav');
    await db.pool.query(
      `insert into call_recordings (recording_sid, account_sid, status, custody, announced_at, updated_at, stored_at, object_key)
      values ($1, $2, 'completed', 'stored', now(), now(), now() - interval '1 minute' * $3, $4)`,
      [sid, account, minutes, `${sid}.wav`],
    );
  }
  const config = { RECORDING_RETENTION_DAYS: 0, DEMO_RETENTION_MINUTES: 10, TWILIO_ACCOUNT_SID: ACCOUNT };
  await expireRecordings({ db, storage, config, log: silentLog })();
  const custody = async (sid: string) => (await findRecordingDetail(unscoped(db), sid))!.custody;
  expect([await custody(OWN), await custody(RECENT), await custody(OTHER)]).toEqual(['expired', 'stored', 'stored']);
  expect(await storage.stat(`${OWN}.wav`)).toBeUndefined();
});
