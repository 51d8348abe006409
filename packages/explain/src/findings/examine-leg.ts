import { expectedCallbacks, type ExpectedCallback } from '@trunkline/telephony/reconciliation';
import type { Fact } from '@trunkline/telephony/facts';
import { isOwnAction } from '@trunkline/telephony/calls';
import { isTerminal, type CallStatus } from '@trunkline/telephony/calls';
import { findHealing, tierOf, type Healing } from './find-healing.ts';
import type { StoryGap, StoryLeg, StoryRow } from '../story.ts';

/** What became of one expected callback. */
export type Finding = {
  expected: ExpectedCallback;
  outcome: 'received' | 'awaited' | 'missing' | 'healed';
  /** Where it was stored. */
  row: StoryRow | null;
  gap: StoryGap | null;
  /** How its news was learnt without it; also where it came afterwards. */
  healing: Healing | null;
};

export type ExaminedLeg = StoryLeg & {
  role: 'parent' | 'child';
  /** `parent`, `child`, or of several `child 2`. */
  label: string;
  status: CallStatus | null;
  hasEnded: boolean;
  findings: readonly Finding[];
};

/** Compares a leg's facts with what Twilio had to send about it; `dialAction` is the parent's request that tells of it. */
export function examineLeg(
  leg: StoryLeg,
  { role, label }: Pick<ExaminedLeg, 'role' | 'label'>,
  now: Date,
  dialAction: Fact | null = null,
): ExaminedLeg {
  const facts = readableFacts(leg);
  const expected = expectedCallbacks(facts, now, dialAction);
  const unproven = leg.gaps.filter((gap) => !expected.some((callback) => isAbout(gap, callback)));
  const findings = [...expected, ...unproven.map(fromGap)].map((callback) => judge(callback, leg));
  const status = leg.call?.status ?? findings.find(({ expected: { name } }) => name === 'completed')?.expected.status;
  const told = facts.filter((fact) => !isOwnAction(fact)).map((fact) => fact.status);
  const hasEnded = [status, ...told].some((known) => known && isTerminal(known));
  return { ...leg, role, label, status: status ?? null, hasEnded, findings };
}

/** Dead letters and waiting rows count as well: they came. A quarantined row may be anybody's. */
export const readableFacts = ({ rows }: StoryLeg): Fact[] =>
  rows.flatMap(({ fact, state }) => (fact && state !== 'quarantined' ? [fact] : []));

/** Of a leg that nothing speaks for nothing is known, not even that it lives. */
export const isLive = ({ hasEnded, rows }: ExaminedLeg): boolean => !hasEnded && rows.length > 0;

/** Only the legs that it dialled name it. */
export const isUnheardOf = ({ call, rows }: StoryLeg): boolean => call === null && rows.length === 0;

function judge(expected: ExpectedCallback, leg: StoryLeg): Finding {
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

/** What somebody else found to be missing. */
const fromGap = (gap: StoryGap): ExpectedCallback => ({
  name: gap.missing,
  status: null,
  sequence: gap.sequence,
  recordingSid: gap.recordingSid,
  because: `${tierOf(gap.noticedBy)} noticed that it is missing`,
  factKey: null,
  dueAt: gap.dueAt ?? gap.noticedAt,
  isOverdue: true,
});
