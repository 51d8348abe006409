import { afterAll, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { findLastCommand } from '@trunkline/db/live-control';
import {
  isOpenCommand,
  RECORDING_COMMANDS,
  recordingStatus,
  type RecordingCommand,
} from '@trunkline/telephony/live-control';
import fc from 'fast-check';
import { decideRecording, desiredRecording } from '../../apps/api/src/live-control/desired-recording.ts';
import { openTestDatabase } from '../support/db/inbox.ts';
import { ask, callOf, carryOut, commandOf, letTimePass, liveCall } from '../support/db/live-commands.ts';
import { controlParts, FakeLiveCalls, type RequestFate } from '../support/twilio/fake-live-calls.ts';

const db = openTestDatabase(6);
afterAll(async () => db[Symbol.asyncDispose]());

/** A click on a verb, a click on one of the possible verbs, or a tick of the dialer with the fates of its requests. */
type Step = { click: RecordingCommand } | { sensible: number } | { fates: RequestFate[] };

const fate = fc.oneof(
  { weight: 5, arbitrary: fc.constant<RequestFate>('obeyed') },
  { weight: 2, arbitrary: fc.constantFrom<RequestFate>('ignored', 'lost', 'cut') },
);
const someClick: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(...RECORDING_COMMANDS).map((verb) => ({ click: verb })),
  { weight: 3, arbitrary: fc.nat(5).map((sensible) => ({ sensible })) }, // an index into the possible verbs
);
const someTick = fc.array(fate, { minLength: 1, maxLength: 3 }).map((fates): Step => ({ fates }));
/** Mostly a click and a tick; sometimes several clicks, or another tick for a retry. */
const steps = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.tuple(someClick, someTick) }, fc.tuple(someClick), fc.tuple(someTick)), {
    minLength: 3,
    maxLength: 14,
  })
  .map((parts) => parts.flat());

let calls = 0;

/** A new call, whose clicks are refused or accepted as by the API. */
async function openModel() {
  const sid = `CA${`${Date.now()}${calls++}`.padStart(32, '0')}`;
  const live = new FakeLiveCalls();
  live.add(sid);
  const parts = controlParts(db, live);
  const callId = await liveCall(db, sid);
  const last = () => findLastCommand(unscoped(db), callId, 'recording');
  const observed = async () => (await callOf(db, callId)).recordingStatus;
  const isRunning = () => live.calls.get(sid)!.recordings.some(({ status }) => recordingStatus(status) === 'recording');
  const clicks: string[] = [];
  return { live, last, observed, isRunning, click, clickSensibly, tick, clicks, sid };

  async function click(verb: RecordingCommand): Promise<void> {
    const decision = decideRecording(verb, await last(), await observed());
    if (decision.is === 'new') clicks.push(await ask(db, callId, `recording_${verb}`));
  }

  async function clickSensibly(nth: number): Promise<void> {
    const [latest, seen] = [await last(), await observed()];
    const possible = RECORDING_COMMANDS.filter((verb) => decideRecording(verb, latest, seen).is === 'new');
    if (possible.length > 0) await click(possible[nth % possible.length]!);
  }

  async function tick(fates: RequestFate[]): Promise<void> {
    let n = 0;
    live.fate = () => fates[n++ % fates.length]!;
    await letTimePass(db);
    await carryOut(parts);
  }
}

type Model = Awaited<ReturnType<typeof openModel>>;

/**
 * Holds at any moment: no command is left in `sending`, nothing is confirmed that is not true, nothing stopped is resumed,
 * and at most one recording is open.
 */
async function check({ clicks, last, observed, isRunning, live, sid }: Model): Promise<void> {
  const commands = await Promise.all(clicks.map((id) => commandOf(db, id)));
  expect(commands.filter(({ state }) => state === 'sending')).toEqual([]);
  const latest = await last();
  const seen = (await observed()) ?? 'stopped';
  const isConfirmed = latest?.state === 'confirmed';
  expect(seen).toBe(isConfirmed ? LEADS_TO[latest.kind] : seen);
  expect(isRunning()).toBe(isConfirmed ? seen === 'recording' : isRunning());
  expect(live.resumed).toEqual([]);
  const open = live.calls.get(sid)!.recordings.filter(({ status }) => recordingStatus(status) !== 'stopped');
  expect(open.length).toBeLessThanOrEqual(1);
}

const LEADS_TO: Record<string, string> = {
  recording_start: 'recording',
  recording_pause: 'paused',
  recording_resume: 'recording',
  recording_stop: 'stopped',
};

test('for any clicks, commands and lost answers: nothing is confirmed that is not true, nothing stopped is resumed, and the recording ends as requested', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const model = await openModel();
      for (const each of taken) {
        if ('click' in each) await model.click(each.click);
        else if ('sensible' in each) await model.clickSensibly(each.sensible);
        else await model.tick(each.fates);
        await check(model);
      }
      for (let n = 0; n < model.clicks.length + 1; n++) await model.tick(['obeyed']);
      const latest = await model.last();
      expect(latest && isOpenCommand(latest)).toBeFalsy();
      const wanted = desiredRecording(latest, await model.observed());
      expect(model.isRunning()).toBe(wanted === 'recording');
      await check(model);
    }),
    { numRuns: 25 },
  );
});
