import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { beginSubmission, findCallIntent, type DialGuard } from '@trunkline/db/dialing';
import type { CapUse, DialCap } from '@trunkline/telephony/dialing';
import { randomUUID } from 'node:crypto';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { startOrderCall } from '../../../test/support/db/orders.ts';
import { dialerParts } from '../../../test/support/twilio/dialer-parts.ts';
import { startFakeCalls, type FakeCalls } from '../../../test/support/twilio/fake-calls.ts';
import type { DialerParts } from './dialer-parts.ts';
import { handleIntent } from './handle-intent.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const db = openTestDatabase(20);
let twilio: FakeCalls;
let parts: DialerParts & { twilio: Disposable };
let reports: CapUse[];

const guardOf = (...caps: DialCap[]): DialGuard => ({
  caps,
  unapprovedPerDay: null,
  report: (use) => void reports.push(use),
});

beforeEach(async () => {
  await emptyTables(db);
  await deleteRows(db.pool, ['call_intents', 'orders', 'profiles']);
  twilio = await startFakeCalls();
  reports = [];
  parts = dialerParts(
    db,
    twilio.url,
    guardOf({ subject: 'account', window: 'day', most: 5 }, { subject: 'actor', window: 'minute', most: 3 }),
  );
});
afterEach(async () => {
  parts.twilio[Symbol.dispose]();
  await twilio[Symbol.asyncDispose]();
});
afterAll(async () => db[Symbol.asyncDispose]());

async function createIntent(requestedBy: string, toNumber = '+15085140320'): Promise<string> {
  const id = randomUUID();
  await db.pool.query(
    `insert into call_intents (id, kind, to_number, from_number, voice_url, status_url, requested_by)
     values ($1, 'candidate', $2, '+16175006181', 'https://calls.example.com/v', 'https://calls.example.com/s', $3)`,
    [id, toNumber, requestedBy],
  );
  return id;
}

const createIntents = (count: number, requestedBy: string) =>
  Promise.all(Array.from({ length: count }, (_, n) => createIntent(requestedBy, `+15085140${300 + n}`)));
const handle = (intentId: string) => handleIntent(parts)({ intentId });
const row = async (id: string) => (await findCallIntent(unscoped(db), id))!;
const makeDue = () => db.pool.query(`update call_intents set next_attempt_at = now() where state = 'queued'`);
const age = (interval: string) =>
  db.pool.query(`update call_intents set submitting_at = submitting_at - $1::interval`, [interval]);

test('calls over a cap wait and say why, however many dialers run at once, and are placed once there is room', async () => {
  const ids = await createIntents(12, 'operator');
  await Promise.all(ids.map(handle));
  expect(twilio.posts).toHaveLength(3);
  const rows = await Promise.all(ids.map(row));
  const waiting = rows.filter(({ state }) => state === 'queued');
  expect(waiting).toHaveLength(9);
  for (const { error, nextAttemptAt } of waiting) {
    expect(error).toContain('DIAL_CAP_ACTOR=3/minute');
    expect(nextAttemptAt.getTime()).toBeGreaterThan(Date.now());
  }
  await age('61 seconds');
  await makeDue();
  await Promise.all(waiting.map(({ id }) => handle(id)));
  expect(twilio.posts).toHaveLength(5); // the account's cap of the day
  const full = (await Promise.all(ids.map(row))).filter(({ state }) => state === 'queued');
  expect(full.every(({ error }) => error!.includes('DIAL_CAP_ACCOUNT=5/day'))).toBe(true);
  await age('1 day');
  await makeDue();
  await Promise.all(full.map(({ id }) => handle(id)));
  expect(twilio.posts).toHaveLength(8);
});

test('the cap of one actor does not hold up the calls of another', async () => {
  for (const id of await createIntents(4, 'operator')) await handle(id);
  for (const id of await createIntents(2, 'application')) await handle(id);
  expect(twilio.posts).toHaveLength(5);
});

test('a dialer that dies after its commit uses one call of the cap, and none before it', async () => {
  const [first, second] = await createIntents(4, 'operator');
  await expect(
    beginSubmission(
      {
        ...db,
        transaction: (work) => db.transaction(async (tx) => (await work(tx), Promise.reject(new Error('killed')))),
      },
      first!,
      1000,
      parts.guard,
    ),
  ).rejects.toThrow('killed');
  await beginSubmission(db, second!, 1000, parts.guard); // and no request to Twilio
  for (const { id } of (await db.pool.query(`select id from call_intents where state = 'queued'`)).rows)
    await handle(id as string);
  expect(twilio.posts).toHaveLength(2);
});

test('four fifths of a cap are reported before it is reached', async () => {
  parts.guard = guardOf({ subject: 'account', window: 'hour', most: 5 });
  const states = [];
  for (const id of await createIntents(6, 'operator')) {
    await handle(id);
    states.push(reports.splice(0).map(({ used, wanted }) => used + wanted));
  }
  expect(states).toEqual([[], [], [], [4], [5], [6]]);
});

test('no leg of a scheduled call is dialled while there is no room for the other', async () => {
  parts.guard = guardOf({ subject: 'account', window: 'hour', most: 3 });
  for (const id of await createIntents(2, 'operator')) await handle(id);
  const { client, reader } = await startOrderCall(db);
  await handle(client);
  expect((await row(client)).error).toContain('DIAL_CAP_ACCOUNT=3/hour');
  await age('1 hour');
  await handle(client);
  await handle(reader);
  expect([(await row(client)).state, (await row(reader)).state]).toEqual(['submitted', 'submitted']);
});

test.each([
  ['+19005551234', 'premium-rate'],
  ['+870773111632', 'satellite'],
  ['+5352123456', 'DIAL_COUNTRIES'],
])('an order from before the rule to %s is refused before Twilio is asked', async (number, reason) => {
  const id = await createIntent('operator', number);
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'refused', error: expect.stringContaining(reason) });
  expect(twilio.posts).toEqual([]);
});
