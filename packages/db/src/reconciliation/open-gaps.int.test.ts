import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callSid } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { gapToRecord } from '../../../../test/support/db/reconciling.ts';
import { recordGaps } from './record-gaps.ts';
import { listOpenGaps, settleGaps, type SettledGap } from './open-gaps.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const NOW = new Date('2026-02-12T12:00:00Z');
const HOUR_BEFORE = new Date('2026-02-12T11:00:00Z');
const record = (count: number, at = NOW) =>
  recordGaps(
    db.pool,
    Array.from({ length: count }, (_, n) => gapToRecord({ callSid: callSid(n) })),
    at,
  );
const idOf = async (n: number): Promise<string> =>
  (await db.pool.query<{ id: string }>('select id from callback_gaps where call_sid = $1', [callSid(n)])).rows[0]!.id;
const open = async (since = HOUR_BEFORE) => (await listOpenGaps(db.pool, since, '0', 100)).map((gap) => gap.callSid);
const settle = async (n: number, changes: Partial<SettledGap>) =>
  settleGaps(db.pool, [{ id: await idOf(n), healedAt: null, healedBy: null, arrivedAt: null, ...changes }], NOW);

test('all open gaps are listed, page by page, each once', async () => {
  await record(12);
  const seen: string[] = [];
  for (let after = '0'; ;) {
    const page = await listOpenGaps(db.pool, HOUR_BEFORE, after, 5);
    seen.push(...page.map((gap) => gap.callSid));
    if (page.length < 5) break;
    after = page.at(-1)!.id;
  }
  expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => callSid(n)));
});

test('a healed gap is checked for its late callback while that may arrive, an open one for ever', async () => {
  await record(3);
  await settle(0, { healedAt: NOW.toISOString(), healedBy: 'reconcile_hot' });
  await settle(1, { healedAt: NOW.toISOString(), healedBy: 'late callback', arrivedAt: NOW.toISOString() });
  expect(await open()).toEqual([callSid(0), callSid(2)]);
  expect(await open(NOW)).toEqual([callSid(2)]);
});

test('the first healing of a gap stays, and the late callback is recorded as well', async () => {
  await record(1);
  const healed = { healedAt: '2026-02-12T12:00:01.000Z', healedBy: 'reconcile_hot' };
  await settle(0, healed);
  await settle(0, { healedAt: '2026-02-12T11:59:00.000Z', healedBy: 'superseded', arrivedAt: '2026-02-12T12:00:09Z' });
  const { rows } = await db.pool.query('select healed_at, healed_by, arrived_at from callback_gaps');
  expect(rows).toEqual([
    {
      healed_at: new Date(healed.healedAt),
      healed_by: 'reconcile_hot',
      arrived_at: new Date('2026-02-12T12:00:09.000Z'),
    },
  ]);
});
