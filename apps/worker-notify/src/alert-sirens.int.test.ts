import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped, type Database, type Transaction } from '@trunkline/db/connection';
import { alertSirensAgain, answerSiren, raiseSiren } from '@trunkline/db/live-control';
import { someoneWaitsForLock } from '../../../test/support/db/sessions.ts';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { addCall } from '../../../test/support/webhook-endpoints.ts';

const db = openTestDatabase();
let calls = 0;
beforeEach(() => db.pool.query('truncate siren_alerts, stream_events'));
afterAll(async () => db[Symbol.asyncDispose]());

async function raise(tx: Database | Transaction = db): Promise<string> {
  const callId = await addCall(db, (calls += 1));
  return (await raiseSiren(unscoped(tx), { callId, triggeredBy: null, alertType: 'emergency', reason: 'Help' }))!;
}
/** Lets half a minute pass. */
const halfAMinute = () =>
  db.pool.query(`update siren_alerts set next_alert_at = next_alert_at - interval '30 seconds'`);
const acknowledge = (tx: Database | Transaction, id: string) =>
  answerSiren(unscoped(tx), id, { action: 'acknowledge', by: null, resolution: null, versions: null });

async function emitted(): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>('select name from stream_events order by id');
  return rows.map(({ name }) => name);
}
async function alerts(id: string): Promise<number> {
  const { rows } = await db.pool.query<{ alerts: number }>('select alerts from siren_alerts where id = $1', [id]);
  return rows[0]!.alerts;
}

test('a siren that is not acknowledged is alerted again every half minute, and not before', async () => {
  const id = await raise();
  expect(await alertSirensAgain(db.pool)).toBe(0);
  for (let n = 0; n < 2; n++) {
    await halfAMinute();
    await alertSirensAgain(db.pool);
    await alertSirensAgain(db.pool);
  }
  expect(await alerts(id)).toBe(3);
  expect(await emitted()).toEqual(['siren.raised', 'siren.unanswered', 'siren.unanswered']);
});

test('an acknowledged siren is silent; released, it is alerted again half a minute later', async () => {
  const id = await raise();
  await acknowledge(db, id);
  await halfAMinute();
  expect(await alertSirensAgain(db.pool)).toBe(0);
  await answerSiren(unscoped(db), id, { action: 'release', by: null, resolution: null, versions: null });
  expect(await alertSirensAgain(db.pool)).toBe(0);
  await halfAMinute();
  expect(await alertSirensAgain(db.pool)).toBe(1);
});

test('after a long outage a siren is alerted once, not once for every alert that was missed', async () => {
  const id = await raise();
  for (let n = 0; n < 10; n++) await halfAMinute();
  await alertSirensAgain(db.pool);
  await alertSirensAgain(db.pool);
  expect(await alerts(id)).toBe(2);
});

test('two copies never alert twice for one due time', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => raise()));
  await halfAMinute();
  await Promise.all(Array.from({ length: 6 }, () => alertSirensAgain(db.pool)));
  expect(await Promise.all(ids.map(alerts))).toEqual(ids.map(() => 2));
  expect((await emitted()).filter((name) => name === 'siren.unanswered')).toHaveLength(20);
});

test('while one copy alerts another neither waits for it nor alerts', async () => {
  const id = await raise();
  await halfAMinute();
  const other = await db.pool.connect();
  try {
    await other.query('begin');
    expect(await alertSirensAgain(other)).toBe(1);
    expect(await alertSirensAgain(db.pool)).toBe(0);
    await other.query('commit');
    expect(await alertSirensAgain(db.pool)).toBe(0);
    expect(await alerts(id)).toBe(2);
  } finally {
    other.release();
  }
});

test('an acknowledgement and an alert at once: both count, and the siren is silent after', async () => {
  const id = await raise();
  await halfAMinute();
  const other = await db.pool.connect();
  try {
    await other.query('begin');
    await alertSirensAgain(other);
    const acknowledged = acknowledge(db, id);
    await someoneWaitsForLock(db);
    await other.query('commit');
    expect(await acknowledged).toBe(true);
  } finally {
    other.release();
  }
  await halfAMinute();
  expect(await alertSirensAgain(db.pool)).toBe(0);
});
