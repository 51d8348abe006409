import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, unscoped, type Database } from '@trunkline/db/connection';
import { claimDueRecordings, findPeaks, findRecordingDetail, type RecordingDetail } from '@trunkline/db/recordings';
import { openStorage, type Storage } from '@trunkline/storage';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { eventually } from '../../../test/support/eventually.ts';
import {
  MEDIA_SECONDS,
  mediaOf,
  startHoneypot,
  startMediaServer,
  type MediaAnswer,
  type MediaServer,
} from '../../../test/support/media/media-server.ts';
import { wavOf } from '../../../test/support/media/wav.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { fetchRecording } from './fetch-recording.ts';
import { openMediaSource } from './media/open-media-source.ts';
import { openStoreGate } from './store-gate.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const opened = new AsyncDisposableStack();
let db: Database;
let storage: Storage;
let folder: string;
let media: MediaServer;
let honeypot: Awaited<ReturnType<typeof startHoneypot>>;
let fetchOne: (sid: string) => Promise<void>;
const ending = new AbortController();
/** Errors that were logged. */
const logged: unknown[] = [];
const log = Object.assign(Object.create(silentLog) as typeof silentLog, {
  error: (line: unknown) => void logged.push(line),
});

beforeAll(async () => {
  db = opened.use(openDatabase(process.env['DATABASE_URL']!, 'test of worker-recording'));
  folder = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  storage = opened.use(openStorage({ RECORDINGS_DIR: folder, S3_REGION: 'us-east-1' }));
  media = opened.use(await startMediaServer());
  honeypot = opened.use(await startHoneypot());
  const source = opened.use(
    openMediaSource({
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_API_URL: media.url,
      TWILIO_MAX_IN_FLIGHT: 10,
      RECORDING_MEDIA_HOSTS: new Set([new URL(honeypot.url).host]),
      RECORDING_FETCHES_AT_ONCE: 2,
    }),
  );
  fetchOne = fetchRecording({
    db,
    storage,
    gate: opened.use(openStoreGate(log)),
    source,
    log,
    maxBytes: 5e6,
    signal: ending.signal,
  });
});
afterAll(() => opened.disposeAsync());
beforeEach(() => deleteRows(db.pool, ['call_recordings']));

let last = 0;
type Facts = {
  status?: string;
  durationSec?: number | null;
  channels?: number | null;
  url?: string;
  encryptionDetails?: string;
};

/** A recording as its callback announces it; Twilio answers with these. */
async function announce(answers: MediaAnswer[] = ['whole'], facts: Facts = {}): Promise<string> {
  const sid = `RE${(last += 1).toString(16).padStart(32, '0')}`;
  media.answers.set(sid, answers);
  await db.pool.query(
    `insert into call_recordings (recording_sid, status, duration_sec, channels, url, encryption_details, announced_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, now(), now())`,
    [
      sid,
      facts.status ?? 'completed',
      facts.durationSec === undefined ? MEDIA_SECONDS : facts.durationSec,
      facts.channels ?? null,
      facts.url ?? null,
      facts.encryptionDetails ?? null,
    ],
  );
  return sid;
}

/** Fetches a recording until it is settled, or so many times. */
async function fetchUntilSettled(sid: string, atMost = 20): Promise<RecordingDetail> {
  for (let n = 0; n < atMost; n++) {
    await fetchOne(sid);
    const { custody } = (await findRecordingDetail(unscoped(db), sid))!;
    if (custody !== 'announced' && custody !== 'fetching') break;
  }
  return (await findRecordingDetail(unscoped(db), sid))!;
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const stepsOf = ({ evidence }: RecordingDetail) => evidence.map(({ step }) => step);

async function storedBytes(sid: string): Promise<Buffer> {
  const { rows } = await db.pool.query<{ key: string }>(
    'select object_key as key from call_recordings where recording_sid = $1',
    [sid],
  );
  return buffer(await storage.get(rows[0]!.key));
}

test('a recording is stored as Twilio has it, with its checksum and its steps', async () => {
  const sid = await announce();
  const row = await fetchUntilSettled(sid);
  const expected = mediaOf(sid, 2);
  expect(row).toMatchObject({
    custody: 'stored',
    contentType: 'audio/wav',
    sizeBytes: expected.length,
    sha256: digest(expected),
  });
  expect(stepsOf(row)).toEqual(['announced', 'fetching', 'stored']);
  expect(digest(await storedBytes(sid))).toBe(digest(expected));
});

test('its waveform is stored with it, for both channels, without another look at the object', async () => {
  const sid = await announce();
  expect(await fetchUntilSettled(sid)).toMatchObject({ custody: 'stored', hasPeaks: true });
  const peaks = (await findPeaks(unscoped(db), sid))!;
  expect([peaks.channels, peaks.peaks.length]).toEqual([2, 1600]);
  expect(Math.max(...peaks.peaks)).toBeGreaterThan(100);
});

test('a recording of one channel is fetched with one, also when that was not announced', async () => {
  for (const channels of [1, null]) {
    const sid = await announce(['mono-only'], { channels });
    expect(await fetchUntilSettled(sid)).toMatchObject({ custody: 'stored', sha256: digest(mediaOf(sid, 1)) });
  }
});

test('a recording without an announced duration is not refused', async () => {
  const sid = await announce(['whole'], { durationSec: null });
  expect((await fetchUntilSettled(sid)).custody).toBe('stored');
});

describe.each<[string, MediaAnswer]>([
  ['is not there yet', 'not-there'],
  ['is unavailable', 'busy'],
  ['is cut', 'cut'],
  ['is cut, and its length was not announced', 'cut-unannounced'],
  ['has another type', 'wrong-type'],
  ['is an error page', 'xml'],
  ['is an error page that says it is audio', 'xml-as-audio'],
  ['is empty', 'empty'],
  [
    'is a WAV file that was cut',
    { body: wavOf({ seed: 'x', seconds: MEDIA_SECONDS }).subarray(0, 50_000), isChunked: true },
  ],
  ['never ends', 'endless'],
])('a recording that first %s', (_, answer) => {
  test('is stored whole once it is available, and nothing of the first attempt is kept', async () => {
    const sid = await announce([answer, answer, 'whole']);
    await fetchOne(sid);
    expect(await findRecordingDetail(unscoped(db), sid)).toMatchObject({ custody: 'announced', fetchAttempts: 1 });
    expect(await readdir(join(folder, '.incoming'))).toEqual([]);
    const row = await fetchUntilSettled(sid);
    expect(row).toMatchObject({ custody: 'stored', fetchAttempts: 3, sha256: digest(mediaOf(sid, 2)) });
    expect(row.evidence[2]).toMatchObject({ attempt: 1, times: 2 });
  });
});

test('a recording that is never received is failed after eight attempts, with the reason', async () => {
  const sid = await announce(['xml-as-audio']);
  const row = await fetchUntilSettled(sid);
  expect(row).toMatchObject({ custody: 'failed', fetchAttempts: 8, sha256: null });
  expect(row.evidence.at(-1)).toMatchObject({ step: 'failed', reason: 'is no audio by its first bytes' });
});

test.each([
  ['shorter', 3],
  ['longer', 24],
])('a whole recording that is %s than announced is stored, and the difference is noted', async (_, seconds) => {
  const body = wavOf({ seed: 'a', seconds });
  const sid = await announce([{ body }]);
  const row = await fetchUntilSettled(sid);
  expect(row).toMatchObject({ custody: 'stored', fetchAttempts: 1, audioSec: seconds, sha256: digest(body) });
  expect(row.evidence.at(-1)).toMatchObject({
    step: 'stored',
    seconds,
    differs: `Twilio announced 6 s, the whole audio has ${seconds} s`,
  });
});

test('an encrypted recording is stored as it is, without asking for channels, and is marked', async () => {
  const body = Buffer.alloc(80_000, '\x9c\x01\xf7');
  const sid = await announce([{ body }], { durationSec: 5, encryptionDetails: '{"type":"rsa-aes"}' });
  const row = await fetchUntilSettled(sid);
  expect(row).toMatchObject({
    custody: 'stored',
    fetchAttempts: 1,
    contentType: 'application/octet-stream',
    isEncrypted: true,
    encryptionDetails: '{"type":"rsa-aes"}',
  });
  expect(row.evidence.at(-1)).toMatchObject({ step: 'stored', encrypted: true });
  expect(media.paths.at(-1)).not.toContain('RequestedChannels');
  expect(digest(await storedBytes(sid))).toBe(digest(body));
});

test.each<[string, MediaAnswer, Facts, string]>([
  ['has a length of zero', { body: wavOf({ seed: 'a', seconds: 0 }) }, { durationSec: 0 }, 'empty'],
  ['has no sample, though more was announced', { body: wavOf({ seed: 'a', seconds: 0 }) }, { durationSec: 5 }, 'empty'],
  ['has no byte and zero seconds', { body: Buffer.alloc(0) }, { durationSec: 0 }, 'empty'],
  ['was deleted at its source', 'gone', {}, 'gone'],
])('a recording that %s is settled at once, and is no error', async (_, answer, facts, custody) => {
  const sid = await announce([answer], facts);
  logged.length = 0;
  expect(await fetchUntilSettled(sid)).toMatchObject({ custody, fetchAttempts: 1 });
  expect(logged).toEqual([]);
});

test('a recording of zero seconds that never becomes available ends as empty, and is no error', async () => {
  const sid = await announce(['xml-as-audio'], { durationSec: 0 });
  logged.length = 0;
  expect(await fetchUntilSettled(sid)).toMatchObject({ custody: 'empty', fetchAttempts: 8 });
  expect(logged).toEqual([]);
});

test('a recording that is deleted at Twilio while it is missing is settled as gone', async () => {
  const sid = await announce(['not-there']);
  await fetchOne(sid);
  await db.pool.query(`update call_recordings set status = 'deleted' where recording_sid = $1`, [sid]);
  expect(await fetchUntilSettled(sid)).toMatchObject({ custody: 'gone' });
  expect(media.asked.get(sid)).toBe(1);
});

test('a recording that redirects to another host gets neither a request nor credentials there', async () => {
  const sid = await announce([{ elsewhere: `${honeypot.url}/${'x'.repeat(10)}` }]);
  expect((await fetchUntilSettled(sid)).custody).toBe('failed');
  expect(honeypot.counts).toEqual({ requests: 0, withCredentials: 0 });
});

test('an announced URL of another host is not requested; the SID determines where the media is', async () => {
  const sid = await announce(['whole'], { url: 'https://evil.example/x.wav' });
  expect((await fetchUntilSettled(sid)).custody).toBe('stored');
});

test('a URL of your own storage that leads into a private network is refused when connecting', async () => {
  const sid = await announce(['whole'], { url: `${honeypot.url.replace('http:', 'https:')}/a.wav` });
  await fetchOne(sid);
  const { custody, evidence } = (await findRecordingDetail(unscoped(db), sid))!;
  expect({ custody, last: evidence.at(-1) }).toMatchObject({
    custody: 'announced',
    last: { step: 'refused', reason: 'led into a private network' },
  });
  expect(honeypot.counts.requests).toBe(0);
});

test.each([
  ['absent', 'absent'],
  ['failed', 'failed'],
  ['deleted', 'gone'],
])('a recording that Twilio reports %s is %s, and not requested', async (status, custody) => {
  const sid = await announce(['whole'], { status });
  expect((await fetchUntilSettled(sid)).custody).toBe(custody);
  expect(media.asked.get(sid)).toBeUndefined();
});

test('a job that runs twice at the same time fetches once', async () => {
  const sid = await announce();
  await Promise.all([fetchOne(sid), fetchOne(sid), fetchOne(sid)]);
  await fetchOne(sid);
  expect(media.asked.get(sid)).toBe(1);
  expect(await findRecordingDetail(unscoped(db), sid)).toMatchObject({ custody: 'stored', fetchAttempts: 1 });
});

test('the relay claims what is due and finished at Twilio, once, and again what a dead worker left', async () => {
  const [due, , later] = [
    await announce(),
    await announce(['whole'], { status: 'in-progress' }),
    await announce(['not-there']),
  ];
  await fetchOne(later);
  await db.pool.query(
    `update call_recordings set next_attempt_at = now() + interval '1 minute' where recording_sid = $1`,
    [later],
  );
  expect(await claimDueRecordings(db.pool, 10)).toEqual([due]);
  expect(await claimDueRecordings(db.pool, 10)).toEqual([]);
  await db.pool.query(
    `update call_recordings set custody = 'fetching', next_attempt_at = now() - interval '1 second' where recording_sid = $1`,
    [due],
  );
  expect(await claimDueRecordings(db.pool, 10)).toEqual([due]);
  expect(stepsOf((await findRecordingDetail(unscoped(db), due))!)).toEqual(['lapsed']);
  expect((await fetchUntilSettled(due)).custody).toBe('stored');
});

test('a process that ends releases what it was fetching', async () => {
  const sid = await announce(['hangs']);
  const running = fetchOne(sid);
  await eventually(() => expect(media.asked.get(sid)).toBe(1));
  ending.abort();
  await running;
  expect(await findRecordingDetail(unscoped(db), sid)).toMatchObject({ custody: 'announced' });
  expect(await claimDueRecordings(db.pool, 10)).toEqual([sid]);
});
