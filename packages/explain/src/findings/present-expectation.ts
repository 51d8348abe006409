import type { ExplainedExpectation } from '../explanation.ts';
import type { ExaminedLeg, Finding } from './examine-leg.ts';
import { tierOf } from './find-healing.ts';

/** An expected callback as JSON shows it. */
export function presentExpectation(
  { expected, outcome, row, gap, healing }: Finding,
  { callSid }: ExaminedLeg,
): ExplainedExpectation {
  const { name, status, sequence, recordingSid, because, expectedAt, dueAt } = expected;
  return {
    leg: callSid,
    name,
    status,
    sequence,
    recording_sid: recordingSid,
    outcome,
    because,
    expected_at: toMs(expectedAt),
    due_at: toMs(dueAt ?? gap?.dueAt ?? null),
    inbox_id: row?.inboxId ?? null,
    class: gap?.class ?? null,
    noticed_at: toMs(gap?.noticedAt ?? null),
    noticed_by: gap && tierOf(gap.noticedBy),
    evidence: gap && Object.keys(gap.evidence).length > 0 ? gap.evidence : null,
    healed_by: healing?.by ?? null,
    healed_at: toMs(healing?.at ?? null),
    healing_inbox_id: healing?.inboxId ?? null,
    arrived_at: toMs(gap?.arrivedAt ?? null),
  };
}

const toMs = (at: string | null): string | null => at && new Date(at).toISOString();
