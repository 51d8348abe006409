import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { rebuildCalls } from '@trunkline/db/calls';
import { callSnapshot, recordingSnapshot } from '@trunkline/telephony/facts';
import fc from 'fast-check';
import { applyCallbacks } from '../../apps/worker-status/src/apply-callbacks.ts';
import { callbackToStore, callSid, progress } from '../support/twilio/callbacks.ts';
import { eventually } from '../support/eventually.ts';
import { emptyTables, openTestDatabase, storeAll } from '../support/db/inbox.ts';
import { runCli } from '../support/processes/run-cli.ts';
import { silentLog } from '../support/silent-log.ts';
import { OWNED, storeAndApply } from '../support/db/store-and-apply.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());
const empty = async () => {
  await emptyTables(db);
  await db.pool.query('truncate call_recordings');
};
beforeEach(empty);

const [A, B, CHILD] = [callSid(1), callSid(2), callSid(3)];
const RECORDING = `RE${'4'.repeat(32)}`;
const rest = { source: 'reconcile_hot', rawTarget: '' } as const;
const resource = {
  sid: A,
  status: 'completed',
  direction: 'inbound',
  from: '+15085140320',
  to: '+16175006181',
  start_time: 'Thu, 12 Feb 2026 11:48:00 +0000',
  end_time: 'Thu, 12 Feb 2026 11:48:25 +0000',
  duration: '25',
  price: '-0.03000',
  price_unit: 'USD',
};
const fromRest = ({ kind, ...snapshot }: ReturnType<typeof callSnapshot>) =>
  callbackToStore({}, { ...snapshot, ...rest, callbackKind: kind });

const CALLBACKS = [
  callbackToStore(progress(A, 'initiated', 0), { query: { candidate_id: '7', campaign_id: 'spring' } }),
  callbackToStore(progress(A, 'ringing', 1)),
  callbackToStore(progress(A, 'in-progress', 2)),
  callbackToStore(progress(A, 'completed', 3)),
  callbackToStore(progress(A, 'busy', 4, 9)),
  callbackToStore(
    { CallSid: A, RecordingSid: RECORDING, RecordingStatus: 'completed', RecordingDuration: '7' },
    { callbackKind: 'recording-complete' },
  ),
  callbackToStore(progress(B, 'no-answer', 2)),
  callbackToStore({ ...progress(CHILD, 'in-progress', 0), ParentCallSid: A }),
  callbackToStore(
    { CallSid: A, CallStatus: 'in-progress', DialCallStatus: 'completed', DialCallSid: CHILD },
    { callbackKind: 'dial-action' },
  ),
  fromRest(callSnapshot(resource)),
  fromRest(
    recordingSnapshot({
      sid: RECORDING,
      call_sid: A,
      status: 'completed',
      channels: 2,
      price: '-0.0025',
      price_unit: 'USD',
    }),
  ),
];

test('callbacks and REST observations in any order and in any jobs leave no drift', async () => {
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const plan = fc.tuple(
    fc.shuffledSubarray(CALLBACKS, { minLength: CALLBACKS.length }),
    fc.integer({ min: 1, max: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(plan, async ([callbacks, perJob]) => {
      await empty();
      const ids = await storeAll(db, callbacks);
      for (let start = 0; start < ids.length; start += perJob) await apply(ids.slice(start, start + perJob));
      expect(await rebuildCalls(db, OWNED)).toEqual({
        calls: 3,
        recordings: 1,
        facts: CALLBACKS.length,
        drift: [],
        driftCount: 0,
      });
    }),
    { numRuns: 15 },
  );
});

test('the command reports no drift, in words and as JSON', async () => {
  await storeAndApply(db, CALLBACKS);
  const text = 'Rebuilt 3 calls and 1 recording from 11 facts: no drift.\n';
  expect(await runCli(['rebuild'])).toEqual({ code: 0, stdout: text, stderr: '' });
  const { code, stdout } = await runCli(['rebuild', '--json']);
  expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, calls: 3, drift_count: 0, drift: [] });
});

test('rows that were changed, deleted or invented are named with both values', async () => {
  await storeAndApply(db, CALLBACKS);
  await db.pool.query(`update calls set duration_sec = 99, answered_by = 'human' where call_sid = '${A}'`);
  await db.pool.query(`update call_recordings set price = -1 where recording_sid = '${RECORDING}'`);
  await db.pool.query(`delete from calls where call_sid = '${B}'`);
  await db.pool.query(`insert into calls (call_sid, version) values ('${callSid(9)}', 1), ('${callSid(10)}', 0)`);
  const { code, stdout } = await runCli(['rebuild', '--json']);
  expect(code).toBe(10);
  expect(JSON.parse(stdout)).toMatchObject({
    drift_count: 5,
    drift: [
      { table: 'call_recordings', sid: RECORDING, column: 'price', stored: '-1.0000', rebuilt: '-0.0025' },
      { table: 'calls', sid: A, column: 'answered_by', stored: 'human', rebuilt: null },
      { table: 'calls', sid: A, column: 'duration_sec', stored: '99', rebuilt: '25' },
      { table: 'calls', sid: B, column: '(row)', stored: null, rebuilt: B },
      { table: 'calls', sid: callSid(9), column: '(row)', stored: callSid(9), rebuilt: null },
    ],
  });
  const text = await runCli(['rebuild']);
  expect(text).toMatchObject({
    code: 10,
    stdout: expect.stringContaining(`calls ${A} duration_sec: stored "99", rebuilt "25"\n`),
  });
});

test('with other owned numbers the output points to OWNED_PHONE_NUMBERS', async () => {
  await storeAndApply(db, [CALLBACKS[1]!]);
  const { code, stdout } = await runCli(['rebuild'], { OWNED_PHONE_NUMBERS: '+15085140320' });
  expect(code).toBe(10);
  expect(stdout).toContain('OWNED_PHONE_NUMBERS');
});

test('--since excludes calls that were not observed since then', async () => {
  await storeAndApply(db, CALLBACKS);
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  expect(await runCli(['rebuild', '--since', day(1)])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Rebuilt 0 calls'),
  });
  expect(await runCli(['rebuild', '--since', day(-1)])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Rebuilt 3 calls'),
  });
  expect(await runCli(['rebuild', '--since', '2026-11-01T10:00'])).toMatchObject({ code: 2 });
});

test('workers that run at the same time cause no drift', async () => {
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const sids = Array.from({ length: 40 }, (_, n) => callSid(100 + n));
  const work = async () => {
    for (const [sequence, status] of ['initiated', 'ringing', 'in-progress', 'completed'].entries())
      for (const sid of sids) await apply(await storeAll(db, [callbackToStore(progress(sid, status, sequence))]));
  };
  const progressing = { isDone: false };
  const working = work().finally(() => (progressing.isDone = true));
  const counts: number[] = [];
  while (!progressing.isDone) {
    const { drift, facts } = await rebuildCalls(db, OWNED);
    expect(drift).toEqual([]);
    counts.push(facts);
  }
  await working;
  expect(new Set(counts).size).toBeGreaterThan(2); // the workers did run at the same time
});

test('Ctrl-C ends the command at once, also while the database is busy', async () => {
  await storeAndApply(db, [CALLBACKS[1]!]);
  await db.transaction(async (tx) => {
    await tx.query('lock table call_events in access exclusive mode');
    let child: Parameters<Parameters<typeof runCli>[2] & object>[0] | undefined;
    const run = runCli(['rebuild'], {}, (started) => (child = started));
    await eventually(async () => {
      const sql = `select from pg_stat_activity where application_name = 'trunkline command line' and wait_event_type = 'Lock'`;
      expect((await db.pool.query(sql)).rowCount).toBe(1);
    });
    child!.kill('SIGINT');
    expect(await run).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted.\n' });
  });
});
