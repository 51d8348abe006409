import type { ExaminedLeg } from './examine-leg.ts';
import type { ExplainedCounts, TimelineEntry, TimelineWhat } from '../explanation.ts';

/** Counts what became of the expected callbacks, and what happened beside. */
export function countFindings(legs: readonly ExaminedLeg[], timeline: readonly TimelineEntry[]): ExplainedCounts {
  const findings = legs.flatMap((leg) => leg.findings);
  const rows = legs.flatMap((leg) => leg.rows);
  const having = (outcome: string) => findings.filter((finding) => finding.outcome === outcome).length;
  const being = (...whats: TimelineWhat[]) => timeline.filter(({ what }) => whats.includes(what)).length;
  return {
    expected: findings.length,
    received: having('received'),
    awaited: having('awaited'),
    missing: having('missing'),
    healed: having('healed'),
    duplicates: rows.reduce((sum, { copies, verdict }) => sum + copies - 1 + Number(verdict === 'duplicate'), 0),
    late: being('late'),
    reordered: being('reordered'),
    superseded: being('superseded'),
    pending: being('pending', 'failed'),
    dead: being('dead'),
    quarantined: being('quarantined'),
  };
}
