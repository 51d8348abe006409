import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped, type Queryable } from '@trunkline/db/connection';
import { alertSirensAgain, answerSiren, raiseSiren } from '@trunkline/db/live-control';
import { eventually } from '../../../test/support/eventually.ts';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { addCall } from './test-endpoints.ts';

const db = openTestDatabase();
let calls = 0;
beforeEach(() => db.pool.query('truncate siren_alerts, stream_events'));
afterAll(async () => db[Symbol.asyncDispose]());

async function raise(tx: Queryable = db.pool): Promise<string> {
  const callId = await addCall(db, (calls += 1));
  return (await raiseSiren(unscoped(tx), { callId, triggeredBy: null, alertType: 'emergency', reason: 'Help' }))!;
}
/** Half a minute goes by. */
const halfAMinute = () =>
  db.pool.query(`update siren_alerts set next_alert_at = next_alert_at - interval '30 seconds'`);
const acknowledge = (tx: Queryable, id: string) =>
  answerSiren(unscoped(tx), id, { action: 'acknowledge', by: null, resolution: null, versions: null });

async function told(): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>('select name from stream_events order by id');
  return rows.map(({ name }) => name);
}
async function alerts(id: string): Promise<number> {
  const { rows } = await db.pool.query<{ alerts: number }>('select alerts from siren_alerts where id = $1', [id]);
  return rows[0]!.alerts;
}

test('a siren that nobody acknowledged is alerted again every half minute, and not before', async () => {
  const id = await raise();
  expect(await alertSirensAgain(db.pool)).toBe(0);
  for (let n = 0; n < 2; n++) {
    await halfAMinute();
    await alertSirensAgain(db.pool);
    await alertSirensAgain(db.pool);
  }
  expect(await alerts(id)).toBe(3);
  expect(await told()).toEqual(['siren.raised', 'siren.unanswered', 'siren.unanswered']);
});

test('one that was acknowledged is silent; released, it is alerted again half a minute later', async () => {
  const id = await raise();
  await acknowledge(db.pool, id);
  await halfAMinute();
  expect(await alertSirensAgain(db.pool)).toBe(0);
  await answerSiren(unscoped(db.pool), id, { action: 'release', by: null, resolution: null, versions: null });
  expect(await alertSirensAgain(db.pool)).toBe(0);
  await halfAMinute();
  expect(await alertSirensAgain(db.pool)).toBe(1);
});

test('whoever was away for long alerts once, not for every time that was missed', async () => {
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
  expect((await told()).filter((name) => name === 'siren.unanswered')).toHaveLength(20);
});

test('a copy that looks while another one alerts does not wait for it, and does not alert', async () => {
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
    const acknowledged = acknowledge(db.pool, id);
    await eventually(async () => {
      const { rows } = await db.pool.query(`select from pg_stat_activity where wait_event_type = 'Lock'`);
      expect(rows).not.toHaveLength(0);
    });
    await other.query('commit');
    expect(await acknowledged).toBe(true);
  } finally {
    other.release();
  }
  await halfAMinute();
  expect(await alertSirensAgain(db.pool)).toBe(0);
});
