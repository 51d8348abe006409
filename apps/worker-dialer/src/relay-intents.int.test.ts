import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { relayTick } from '@trunkline/queues';
import { claimDueIntents, createCallIntent, NO_CAPS } from '@trunkline/db/dialing';
import { INTENT_STATES } from '@trunkline/telephony/dialing';
import { randomUUID } from 'node:crypto';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { intentRelay } from './relay-intents.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => db.pool.query('truncate call_intents'));

async function createIntents(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  for (const id of ids)
    await createCallIntent(
      unscoped(db),
      {
        id,
        kind: 'candidate',
        candidateId: 7,
        interviewId: null,
        toNumber: '+15085140320',
        fromNumber: '+16175006181',
        voiceUrl: 'https://calls.example.com/voice',
        statusUrl: 'https://calls.example.com/twilio-status',
      },
      NO_CAPS,
    );
  return ids;
}
const makeDue = () => db.pool.query('update call_intents set next_attempt_at = now()');

function relay(depth: number, perSecond = 1) {
  const enqueued: string[] = [];
  const queue = {
    depth: async () => depth,
    add: async (jobs: readonly { data: { intentId: string } }[]) =>
      void enqueued.push(...jobs.map(({ data }) => data.intentId)),
  };
  return { enqueued, tick: relayTick(intentRelay(db, perSecond), queue) };
}

test('an intent whose job was lost is enqueued again once it is due', async () => {
  const [id] = await createIntents(1);
  const { enqueued, tick } = relay(0);
  await tick();
  await tick(); // its job may still be on its way
  expect(enqueued).toEqual([id]);
  await makeDue();
  await tick();
  expect(enqueued).toEqual([id, id]);
});

test('no more is enqueued than can be dialled soon', async () => {
  await createIntents(25);
  const [empty, deep, fast] = [relay(0), relay(10), relay(10, 20)];
  await deep.tick();
  await empty.tick();
  await fast.tick();
  expect([deep.enqueued.length, empty.enqueued.length, fast.enqueued.length]).toEqual([0, 10, 15]);
});

test('two relays at once never claim the same intent', async () => {
  await createIntents(30);
  const claimed = (await Promise.all([1, 2, 3].map(() => claimDueIntents(db.pool, 12)))).flat();
  expect(new Set(claimed).size).toBe(claimed.length);
  expect(new Set([...claimed, ...(await claimDueIntents(db.pool, 30))]).size).toBe(30);
});

test('an intent in a final state is never enqueued again', async () => {
  const ids = await createIntents(INTENT_STATES.length);
  for (const [n, state] of INTENT_STATES.entries())
    await db.pool.query('update call_intents set state = $2 where id = $1', [ids[n], state]);
  const due = await claimDueIntents(db.pool, 100);
  const { rows } = await db.pool.query<{ state: string }>('select state from call_intents where id = any($1)', [due]);
  expect(rows.map(({ state }) => state).toSorted()).toEqual(['queued', 'submission_unknown', 'submitting']);
});
