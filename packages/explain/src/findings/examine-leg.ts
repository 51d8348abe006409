import { isOwnAction, isTerminal, type CallStatus } from '@trunkline/telephony/calls';
import type { Fact } from '@trunkline/telephony/facts';
import { isDisbelieved } from '@trunkline/telephony/inbox';
import { DELIVERY_WINDOW_SECONDS, expectedCallbacks, type ExpectedCallback } from '@trunkline/telephony/reconciliation';
import { findHealing, tierOf, type Healing } from './find-healing.ts';
import type { LegRole } from '../explanation.ts';
import type { StoryGap, StoryLeg, StoryRow } from '../story.ts';

/** The outcome of one expected callback. */
export type Finding = {
  expected: ExpectedCallback;
  outcome: 'received' | 'awaited' | 'missing' | 'healed';
  /** Where it was stored. */
  row: StoryRow | null;
  gap: StoryGap | null;
  /** How REST filled in for it; also where it came afterwards. */
  healing: Healing | null;
};

export type ExaminedLeg = StoryLeg & {
  role: LegRole;
  /** `parent`, `child`, or of several `child 2`. */
  label: string;
  status: CallStatus | null;
  hasEnded: boolean;
  findings: readonly Finding[];
};

/** Compares a leg's facts with what Twilio had to send about it; `dialAction` is the parent's request that names it. */
export function examineLeg(
  leg: StoryLeg,
  { role, label }: Pick<ExaminedLeg, 'role' | 'label'>,
  now: Date,
  dialAction: Fact | null = null,
): ExaminedLeg {
  const facts = readableFacts(leg);
  const expected = expectedCallbacks(facts, now, dialAction);
  const unproven = leg.gaps.filter((gap) => !expected.some((callback) => isAbout(gap, callback)));
  const findings = [...expected, ...unproven.map(fromGap)].map((callback) => toFinding(callback, leg));
  const status = leg.call?.status ?? findings.find(({ expected: { name } }) => name === 'completed')?.expected.status;
  const reported = facts.filter((fact) => !isOwnAction(fact)).map((fact) => fact.status);
  const hasEnded = [status, ...reported].some((known) => known && isTerminal(known));
  return { ...leg, role, label, status: status ?? null, hasEnded, findings };
}

/** Dead letters and waiting rows count as well: they came. A quarantined row may belong to another call. */
export const readableFacts = ({ rows }: StoryLeg): Fact[] =>
  rows.flatMap(({ fact, state }) => (fact && !isDisbelieved(state) ? [fact] : []));

/** Without rows that are believed nothing is known of a leg, not even that it lives. */
export const isLive = ({ hasEnded, rows }: ExaminedLeg): boolean =>
  !hasEnded && rows.some(({ state }) => !isDisbelieved(state));

/** Known only because another leg names it. */
export const isUnknownLeg = ({ call, rows }: StoryLeg): boolean => call === null && rows.length === 0;

function toFinding(expected: ExpectedCallback, leg: StoryLeg): Finding {
  const gap = leg.gaps.find((one) => isAbout(one, expected)) ?? null;
  const row = leg.rows.find(({ fact }) => fact !== null && fact.key === expected.factKey) ?? null;
  const healing = findHealing(expected, gap, row, leg.rows);
  return { expected, outcome: outcomeOf(expected, gap, healing), row, gap, healing };
}

function outcomeOf(expected: ExpectedCallback, gap: StoryGap | null, healing: Healing | null): Finding['outcome'] {
  if (expected.factKey !== null || gap?.arrivedAt) return 'received';
  if (!expected.isOverdue && !gap) return 'awaited';
  return healing ? 'healed' : 'missing';
}

/** By name, or by number where the name was not known when one of the two was written. */
function isAbout(gap: StoryGap, { name, sequence }: ExpectedCallback): boolean {
  if (gap.missing === name) return true;
  const isNumbered = gap.missing.startsWith(NUMBERED) || name.startsWith(NUMBERED);
  return isNumbered && sequence !== null && gap.sequence === sequence;
}

const NUMBERED = 'status callback';

/** A callback that another check found missing. */
const fromGap = (gap: StoryGap): ExpectedCallback => ({
  name: gap.missing,
  status: null,
  sequence: gap.sequence,
  recordingSid: gap.recordingSid,
  because: `${tierOf(gap.noticedBy)} noticed that it is missing`,
  factKey: null,
  expectedAt: gap.dueAt && new Date(Date.parse(gap.dueAt) - DELIVERY_WINDOW_SECONDS * 1000).toISOString(),
  dueAt: gap.dueAt ?? gap.noticedAt,
  isOverdue: true,
});
