import { afterAll, beforeEach, expect, test } from '@jest/globals';
import type { NewJob, ReconcileJob } from '@trunkline/queues';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { openTestClock } from '../../../../test/support/db/reconciling.ts';
import { noListener, oneListener } from '../../../../test/support/db/sessions.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { watchNewCalls } from './watch-new-calls.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await noListener(db);
  await emptyTables(db);
});

const clock = { ...openTestClock(), realMs: (ms: number) => ms };
const patience = { ringTimeoutSec: 60, timeLimitSec: 14_400 };
const change = (n: number, status: string, sequence: number) =>
  storeAndApply(db, [callbackToStore(progress(callSid(n), status, sequence))]);

test('a call gets one check for when it can no longer be ringing, however often it changes', async () => {
  const jobs: NewJob<ReconcileJob>[] = [];
  const ticks = { add: async (added: readonly NewJob<ReconcileJob>[]) => void jobs.push(...added) };
  await using _watching = watchNewCalls({ db, ticks, clock, patience, log: silentLog });
  await oneListener(db);
  await change(1, 'initiated', 0);
  await change(1, 'ringing', 1);
  await eventually(() => expect(jobs).toHaveLength(1));
  await change(1, 'completed', 3);
  await change(2, 'ringing', 1);
  await eventually(() => expect(jobs).toHaveLength(2));
  expect(jobs).toEqual(
    [1, 2].map((n) => ({
      data: { tier: 'due', callSid: callSid(n) },
      delayMs: 70_000,
      collapseKey: `due-${callSid(n)}`,
    })),
  );
});

test('with the queue unavailable calls are left to the hot tick, and later ones get their checks again', async () => {
  const jobs: NewJob<ReconcileJob>[] = [];
  let refused = 0;
  const ticks = {
    add: async (added: readonly NewJob<ReconcileJob>[]) => {
      if ((refused += 1) === 1) throw new Error('unavailable');
      jobs.push(...added);
    },
  };
  await using _watching = watchNewCalls({ db, ticks, clock, patience, log: silentLog });
  await oneListener(db);
  await change(3, 'ringing', 1);
  await eventually(() => expect(refused).toBe(1));
  await change(4, 'ringing', 1);
  await eventually(() => expect(jobs.map(({ data }) => data)).toEqual([{ tier: 'due', callSid: callSid(4) }]));
});
