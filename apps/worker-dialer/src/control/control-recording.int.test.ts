import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { claimCommands, reportUnconfirmed, settleCommand } from '@trunkline/db/live-control';
import type { CommandKind } from '@trunkline/telephony/live-control';
import { callSid, callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { ask, callOf, carryOut, commandOf, letTimePass, liveCall } from '../../../../test/support/db/live-commands.ts';
import { controlParts, FakeLiveCalls, type RequestFate } from '../../../../test/support/twilio/fake-live-calls.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());
const SID = callSid(1);
let live: FakeLiveCalls;
let parts: ReturnType<typeof controlParts>;
let callId: string;

beforeEach(async () => {
  await emptyTables(db);
  await db.pool.query('truncate stream_events');
  live = new FakeLiveCalls();
  live.add(SID);
  parts = controlParts(db, live);
  callId = await liveCall(db, SID);
});

/** Requests a command and attempts it once. */
async function run(kind: CommandKind) {
  const id = await ask(db, callId, kind);
  await carryOut(parts);
  return commandOf(db, id);
}
const observed = async () => (await callOf(db, callId)).recordingStatus;
const recordings = () => live.calls.get(SID)!.recordings;
const emitted = async () =>
  (await db.pool.query<{ name: string }>('select name from stream_events order by id')).rows.map(({ name }) => name);

test('a recording is started, paused, resumed and stopped, each confirmed by what Twilio shows', async () => {
  for (const [kind, status] of [
    ['recording_start', 'recording'],
    ['recording_pause', 'paused'],
    ['recording_resume', 'recording'],
    ['recording_stop', 'stopped'],
  ] as const) {
    expect(await run(kind)).toMatchObject({ state: 'confirmed', attempts: 1, error: null });
    expect(await observed()).toBe(status);
  }
  expect(recordings()).toHaveLength(1);
  expect(live.requests.map((each) => each.split(' ')[0])).toEqual(['start', 'paused', 'in-progress', 'stopped']);
});

test('a pause that Twilio accepts but does not carry out is unconfirmed, and is requested until it is carried out', async () => {
  await run('recording_start');
  live.fate = () => 'ignored';
  const pause = await run('recording_pause');
  expect(pause).toMatchObject({ state: 'unconfirmed', settledAt: null });
  expect(await observed()).toBe('recording');
  live.fate = () => 'obeyed';
  await letTimePass(db);
  await carryOut(parts);
  expect(await commandOf(db, pause.id)).toMatchObject({ state: 'confirmed', attempts: 2 });
  expect(await observed()).toBe('paused');
});

test.each<[RequestFate, string, number]>([
  ['lost', 'confirmed', 1],
  ['cut', 'unconfirmed', 0],
])('a start whose answer is %s is %s by observation, and never makes two recordings', async (fate, state, made) => {
  live.fate = () => fate;
  const start = await run('recording_start');
  expect(start.state).toBe(state);
  expect(recordings()).toHaveLength(made);
  live.fate = () => 'obeyed';
  await letTimePass(db);
  await carryOut(parts);
  expect(await commandOf(db, start.id)).toMatchObject({ state: 'confirmed' });
  expect(recordings()).toHaveLength(1);
});

test('the command of a dialer that died after its request is observed, not repeated', async () => {
  const start = await ask(db, callId, 'recording_start');
  await claimCommands(db.pool, 1);
  await live.twilio.startRecording(SID, { statusUrl: '' });
  expect(await carryOut(parts)).toBe(0); // its dialer may still be alive
  await letTimePass(db);
  await carryOut(parts);
  expect(await commandOf(db, start)).toMatchObject({ state: 'confirmed', attempts: 2 });
  expect(recordings()).toHaveLength(1);
});

test('an attempt that was overtaken by another one settles nothing', async () => {
  const start = await ask(db, callId, 'recording_start');
  const [slow] = await claimCommands(db.pool, 1);
  await letTimePass(db);
  await carryOut(parts);
  expect(await settleCommand(db.pool, slow!, { state: 'failed', error: 'late' })).toBe(false);
  expect(await commandOf(db, start)).toMatchObject({ state: 'confirmed' });
});

test('commands of one call are carried out one after the other, those of another call meanwhile', async () => {
  live.add(callSid(2));
  const other = await liveCall(db, callSid(2));
  const ids = [await ask(db, callId, 'recording_start'), await ask(db, callId, 'recording_pause')];
  const parallel = await ask(db, other, 'recording_start');
  expect(new Set((await claimCommands(db.pool, 10)).map(({ id }) => id))).toEqual(new Set([ids[0], parallel]));
  expect(await claimCommands(db.pool, 10)).toEqual([]);
});

test('a later command supersedes one that is unconfirmed', async () => {
  await run('recording_start');
  live.fate = () => 'ignored';
  const pause = await run('recording_pause');
  live.fate = () => 'obeyed';
  const stop = await run('recording_stop');
  expect(stop.state).toBe('confirmed');
  expect(await commandOf(db, pause.id)).toMatchObject({ state: 'superseded' });
  await letTimePass(db);
  expect(await carryOut(parts)).toBe(0);
  expect(await observed()).toBe('stopped');
});

test('every recording that runs is paused, whether TwiML or a command started it', async () => {
  await run('recording_start');
  recordings().push({ sid: `RE${'9'.repeat(32)}`, status: 'in-progress' });
  expect(await run('recording_pause')).toMatchObject({ state: 'confirmed' });
  expect(recordings().map(({ status }) => status)).toEqual(['paused', 'paused']);
});

test('recordings end with their call: a stop is confirmed, a resume is superseded', async () => {
  await run('recording_start');
  live.hangUp(SID);
  const [pause, resume] = [await run('recording_pause'), await ask(db, callId, 'recording_resume')];
  expect(pause).toMatchObject({ state: 'failed' }); // Twilio shows a recording that is over, and has not reported the call’s end
  await storeAndApply(db, [callbackToStore(progress(SID, 'completed', 3))]);
  await carryOut(parts);
  expect(await commandOf(db, resume)).toMatchObject({ state: 'superseded' });
  expect(await run('recording_stop')).toMatchObject({ state: 'confirmed' });
  expect(await observed()).toBe('stopped');
});

test('while observations are not applied nothing is confirmed, though Twilio shows it', async () => {
  await run('recording_start');
  parts.isApplied = false;
  const pause = await run('recording_pause');
  expect(pause).toMatchObject({ state: 'unconfirmed' });
  expect(await observed()).toBe('recording');
});

test('a pause that is unconfirmed after three seconds emits one event, from one dialer', async () => {
  await run('recording_start');
  live.fate = () => 'ignored';
  const pause = await run('recording_pause');
  expect(await reportUnconfirmed(db.pool)).toEqual([]);
  await db.pool.query(`update call_commands set requested_at = now() - interval '3 seconds'`);
  const warned = (await Promise.all([1, 2, 3].map(() => reportUnconfirmed(db.pool)))).flat();
  expect(warned).toMatchObject([{ id: pause.id, callId, kind: 'recording_pause' }]);
  expect((await emitted()).filter((name) => name === 'recording.unconfirmed')).toHaveLength(1);
});
