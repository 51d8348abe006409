import { readCalls } from '@trunkline/db/calls';
import { listOpenGaps, settleGaps } from '@trunkline/db/reconciliation';
import { settleGap } from '@trunkline/telephony/reconciliation';
import type { ReconcileParts } from './reconcile-parts.ts';

const GAPS_AT_ONCE = 500;
/** A callback that has not arrived within an hour never will. */
const LATE_FOR_MS = 3_600_000;

/** Records which gaps were healed, by what, and which callbacks arrived late. */
export async function settleOpenGaps({ db, clock }: Pick<ReconcileParts, 'db' | 'clock'>): Promise<void> {
  const noticedSince = new Date(clock.now().getTime() - LATE_FOR_MS);
  for (let after = '0'; ;) {
    const gaps = await listOpenGaps(db.pool, noticedSince, after, GAPS_AT_ONCE);
    const calls = await readCalls(db.pool, [...new Set(gaps.map(({ callSid }) => callSid))]);
    const settled = gaps.flatMap((gap) => {
      const settlement = settleGap(gap, calls.get(gap.callSid)?.facts ?? []);
      const isChanged = (settlement.healedAt !== null && !gap.isHealed) || settlement.arrivedAt !== null;
      return isChanged ? [{ id: gap.id, ...settlement }] : [];
    });
    await settleGaps(db.pool, settled, clock.now());
    if (gaps.length < GAPS_AT_ONCE) return;
    after = gaps.at(-1)!.id;
  }
}
