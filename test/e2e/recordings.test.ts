import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@trunkline/db/connection';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { startHoneypot } from '../support/media/media-server.ts';
import { startApp, startSimulator, type AppProcess } from '../support/processes/processes.ts';
import { controlSimulator, type SimulatorControl } from '../support/twilio/simulator-control.ts';

type Recording = {
  sid: string;
  status: string;
  duration: number | null;
  channels: number;
  sha256: string | null;
  available: boolean;
};
type Row = { sid: string; custody: string; sha256: string | null; twilio: boolean };

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'4ec04d'.padEnd(32, '0')}`, TWILIO_AUTH_TOKEN: '4ec04d'.padEnd(32, '1') };

const opened = new AsyncDisposableStack();
let db: Database;
let control: SimulatorControl;
let worker: AppProcess;
let honeypot: Awaited<ReturnType<typeof startHoneypot>>;

beforeAll(async () => {
  const { DATABASE_URL } = process.env as { DATABASE_URL: string };
  db = opened.use(openDatabase(DATABASE_URL, 'test of recordings'));
  honeypot = opened.use(await startHoneypot());
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const simulator = opened.use(await startSimulator(['--target', honeypot.url], { env: ACCOUNT }));
  control = controlSimulator(simulator.url);
  worker = opened.use(
    await startApp('worker-recording', {
      env: {
        ...ACCOUNT,
        DATABASE_URL,
        TWILIO_API_URL: simulator.url,
        RECORDINGS_DIR: folder,
        RECORDING_DELETE_AT_TWILIO: 'true',
        LOG_LEVEL: 'silent',
      },
    }),
  );
});
afterAll(() => opened.disposeAsync());

/** Inserts recordings as their callbacks or the REST API announce them. */
const announce = (recordings: readonly Recording[]) =>
  db.pool.query(
    `insert into call_recordings (recording_sid, status, duration_sec, channels, announced_at, updated_at)
    select sid, status, duration, channels, now(), now()
    from json_to_recordset($1::json) as r(sid text, status text, duration integer, channels integer)`,
    [JSON.stringify(recordings)],
  );

/** Recordings whose row differs from that of a perfect receiver. */
async function listWrong(recordings: readonly Recording[]): Promise<object[]> {
  const rows = new Map((await rowsOf()).map((row) => [row.sid, row]));
  return recordings.flatMap(({ sid, status, sha256 }) => {
    const expected = {
      sid,
      custody: status === 'completed' ? 'stored' : status,
      sha256,
      twilio: status === 'completed',
    };
    const row = rows.get(sid);
    return JSON.stringify(row) === JSON.stringify(expected) ? [] : [{ expected, row }];
  });
}

const rowsOf = async (): Promise<Row[]> =>
  (
    await db.pool.query<Row>(
      'select recording_sid as sid, custody, sha256, remote_deleted_at is not null as twilio from call_recordings',
    )
  ).rows;

test('every recording that is available in the end is stored unchanged and then deleted at Twilio, although its media fails first', async () => {
  await control.send('POST', 'past-calls', {
    day: '2026-11-01',
    calls: 60,
    recordings: 1,
    seed: 4,
    scenarios: ['voicemail'],
  });
  const recordings = await control.list<Recording>('recordings');
  expect(recordings.length).toBeGreaterThan(20);
  const faults = { late: 0.15, cut: 0.15, xml: 0.15, wrongType: 0.1, endless: 0.1, redirect: 0.1, unavailable: 0.1 };
  await control.send('PUT', 'media-faults', { ...faults, lateSeconds: 2, times: 1, redirectTo: honeypot.url, seed: 5 });
  const requestsBefore = honeypot.counts.requests;
  await announce(recordings);
  await eventually(async () => expect(await listWrong(recordings)).toEqual([]), { timeoutMs: 60_000 });
  expect([honeypot.counts.requests, honeypot.counts.withCredentials]).toEqual([requestsBefore, 0]);
});

test('the recordings of a worker that is killed while it fetches are finished by the next one', async () => {
  const before = new Set((await rowsOf()).map(({ sid }) => sid));
  await control.send('PUT', 'media-faults', {
    late: 0,
    cut: 0,
    xml: 0,
    wrongType: 0,
    endless: 0,
    redirect: 0,
    unavailable: 0,
  });
  await control.send('POST', 'past-calls', {
    day: '2026-11-02',
    calls: 40,
    recordings: 1,
    seed: 6,
    scenarios: ['voicemail'],
  });
  const recordings = await control.list<Recording>('recordings');
  const fresh = recordings.filter(({ sid }) => !before.has(sid));
  await announce(fresh);
  await eventually(async () => {
    const stored = (await rowsOf()).filter(({ sid, custody }) => !before.has(sid) && custody === 'stored');
    expect(stored.length).toBeGreaterThan(0);
  });
  await worker.restart();
  // A minute later the claims of the killed worker have expired.
  await db.pool.query(`update call_recordings set next_attempt_at = now() where custody in ('announced', 'fetching')`);
  await eventually(async () => expect(await listWrong(fresh)).toEqual([]), { timeoutMs: 60_000 });
});
