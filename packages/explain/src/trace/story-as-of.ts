import { foldCall, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { Fact } from '@trunkline/telephony/facts';
import { foldRecordings } from '@trunkline/telephony/recordings';
import type { CallStory, StoryGap, StoryLeg, StoryLookup, StoryRow } from '../story.ts';

/**
 * The story as it was known at `asOf`: what had arrived by then, the call and its recordings folded from it, and gaps open
 * that were healed later. Null where nothing was known. Of a waiting row the state is that of today, and copies whose
 * number then is not known count as none.
 */
export function storyAsOf({ parent, children }: CallStory, asOf: Date, owned: OwnedNumbers): CallStory | null {
  const then = { parent: legAsOf(parent, asOf, owned), children: children.map((leg) => legAsOf(leg, asOf, owned)) };
  const known = then.children.filter(isKnown);
  return isKnown(then.parent) || known.length > 0 ? { parent: then.parent, children: known } : null;
}

/** One leg as it was known then. */
export function legAsOf(leg: StoryLeg, asOf: Date, owned: OwnedNumbers): StoryLeg {
  const isBy = (time: string | null): time is string => time !== null && Date.parse(time) <= asOf.getTime();
  const rows = leg.rows
    .filter((row) => isBy(knownAt(row)))
    .map((row) => (isBy(row.lastSeenAt) ? row : withoutCopies(row)));
  const facts = rows.flatMap(({ fact, verdict }) => (fact && verdict ? [fact] : []));
  return {
    ...leg,
    rows,
    call: callAsOf(leg, facts, owned, isBy),
    gaps: leg.gaps.filter(({ noticedAt }) => isBy(noticedAt)).map((gap) => gapAsOf(gap, isBy)),
    recordings: recordingsAsOf(leg, facts, isBy),
    lookup: lookupAsOf(leg.lookup, isBy),
  };
}

/** True where anything is known of a leg. */
export const isKnown = ({ call, rows, gaps }: StoryLeg): boolean => call !== null || rows.length > 0 || gaps.length > 0;

/** When a row became known. The log of facts outlives the inbox. */
export const knownAt = ({ fact, verdict, receivedAt }: StoryRow): string =>
  fact && verdict ? fact.observedAt : receivedAt;

type IsBy = (time: string | null) => boolean;

const withoutCopies = (row: StoryRow): StoryRow => ({ ...row, copies: 1, lastSeenAt: row.receivedAt });

function callAsOf({ callSid, call }: StoryLeg, facts: readonly Fact[], owned: OwnedNumbers, isBy: IsBy) {
  if (facts.length === 0) return null;
  const { status, direction, fromNumber, toNumber, ...state } = foldCall(callSid, facts, owned);
  const { startTime, endTime, finalizedAt, durationSec } = state;
  const reconciledAt = call && isBy(call.reconciledAt) ? call.reconciledAt : null;
  const syncState = call && reconciledAt ? call.syncState : 'active';
  const times = { startTime, endTime, finalizedAt, durationSec };
  return { status, direction, fromNumber, toNumber, ...times, syncState, reconciledAt };
}

const gapAsOf = (gap: StoryGap, isBy: IsBy): StoryGap => ({
  ...gap,
  ...(!isBy(gap.healedAt) && { healedAt: null, healedBy: null, healingInboxId: null }),
  ...(!isBy(gap.arrivedAt) && { arrivedAt: null }),
});

function recordingsAsOf({ recordings }: StoryLeg, facts: readonly Fact[], isBy: IsBy): StoryLeg['recordings'] {
  return foldRecordings(facts).map(({ recordingSid, status, durationSec, startedAt }) => {
    const stored = recordings.find((one) => one.recordingSid === recordingSid && isBy(one.storedAt ?? null));
    return { ...stored, recordingSid, status, durationSec, startedAt };
  });
}

function lookupAsOf(lookup: StoryLookup | null, isBy: IsBy): StoryLookup | null {
  if (!lookup || !isBy(lookup.requestedAt)) return null;
  return isBy(lookup.settledAt) || lookup.settledAt === null
    ? lookup
    : { ...lookup, state: 'due', callStatus: null, settledAt: null, error: null };
}
