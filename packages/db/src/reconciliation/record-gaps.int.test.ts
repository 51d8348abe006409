import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { GAP_CLASSES } from '@trunkline/telephony/reconciliation';
import { callSid } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { gapToRecord } from '../../../../test/support/db/reconciling.ts';
import { recordGaps } from './record-gaps.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const NOW = new Date('2026-02-12T12:00:00Z');
const LATER = new Date('2026-02-12T12:05:00Z');
const stored = async () => (await db.pool.query('select * from callback_gaps order by id')).rows;

test.each(GAP_CLASSES.flatMap((before) => GAP_CLASSES.map((after) => [before, after] as const)))(
  'a gap of class %s that is then recorded as %s keeps the class that says more, and alarms once',
  async (before, after) => {
    const first = await recordGaps(db.pool, [gapToRecord({ class: before })], NOW);
    const second = await recordGaps(db.pool, [gapToRecord({ class: after })], LATER);
    const last = before === 'unknown' ? after : before;
    expect(await stored()).toMatchObject([{ class: last, noticed_at: NOW, updated_at: LATER }]);
    expect([...first, ...second]).toEqual(last === 'acked_but_absent' ? [callSid(1)] : []);
    expect(await recordGaps(db.pool, [gapToRecord({ class: after })], LATER)).toEqual([]);
  },
);

test('a later record adds evidence, a due time and a healing fact where there was none, and overwrites none', async () => {
  await recordGaps(db.pool, [gapToRecord({ evidence: { because: 'a', rest_status: 'busy' } })], NOW);
  const more = { evidence: { because: 'b', answers: [503] }, dueAt: '2026-02-12T11:48:30.000Z', healingInboxId: '7' };
  await recordGaps(db.pool, [gapToRecord({ ...more, noticedBy: 'reconcile_warm' })], LATER);
  await recordGaps(db.pool, [gapToRecord({ dueAt: '2026-02-12T11:59:00.000Z', healingInboxId: '8' })], LATER);
  expect(await stored()).toMatchObject([
    {
      evidence: { because: 'b', rest_status: 'busy', answers: [503] },
      due_at: new Date('2026-02-12T11:48:30.000Z'),
      healing_inbox_id: '7',
      noticed_by: 'reconcile_hot',
    },
  ]);
});

test('concurrent records of the same gaps make one row each, also when one record holds a gap twice', async () => {
  const gaps = [1, 2, 3].flatMap((n) => [
    gapToRecord({ callSid: callSid(n) }),
    gapToRecord({ callSid: callSid(n), class: 'we_failed' }),
    gapToRecord({ callSid: callSid(n), missing: 'ringing' }),
  ]);
  await Promise.all([gaps, gaps.toReversed(), gaps].map((found) => recordGaps(db.pool, found, NOW)));
  const rows = await stored();
  expect(rows).toHaveLength(6);
  expect(rows.filter(({ missing }) => missing === 'completed').map((gap) => gap.class)).toEqual(
    Array(3).fill('we_failed'),
  );
});
