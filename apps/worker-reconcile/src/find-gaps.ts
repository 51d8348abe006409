import { readCalls } from '@trunkline/db/calls';
import type { Queryable } from '@trunkline/db/connection';
import { listUnappliedCallbacks, type UnappliedCallback } from '@trunkline/db/inbox';
import type { GapToRecord } from '@trunkline/db/reconciliation';
import { readFact, type Fact } from '@trunkline/telephony/facts';
import {
  classifyGap,
  DELIVERY_WINDOW_SECONDS,
  expectedCallbacks,
  type ExpectedCallback,
  type SentRequest,
} from '@trunkline/telephony/reconciliation';

/** A leg with all that is known of it, in the inbox or on its way there, and the dial action of its parent. */
export type KnownLeg = { callSid: string; facts: Fact[]; dialAction: Fact | null };

/**
 * Everything known of these calls; what was entered just now may not be applied yet, and is given. A callback that waits,
 * failed or was given up has come all the same.
 */
export async function readLegs(
  db: Queryable,
  callSids: readonly string[],
  entered: ReadonlyMap<string, readonly Fact[]> = new Map(),
): Promise<KnownLeg[]> {
  const waiting = await listUnappliedCallbacks(db, callSids); // first: one that is applied meanwhile is found twice, not never
  const known = await readCalls(db, callSids);
  const came = Map.groupBy(waiting.flatMap(toFact), ({ callSid }) => callSid);
  const factsOf = (sid: string) =>
    [known.get(sid)?.facts, came.get(sid), entered.get(sid)].flatMap((facts) => facts ?? []);
  const parents = callSids.flatMap(
    (sid) => factsOf(sid).find((fact) => fact.values.parentCallSid)?.values.parentCallSid ?? [],
  );
  const ofParents = await readCalls(db, [...new Set(parents)]);
  const dials = [...ofParents.values()].flatMap(({ facts }) => facts.filter((fact) => fact.dial?.callSid));
  return callSids.map((callSid) => ({
    callSid,
    facts: factsOf(callSid),
    dialAction: dials.find((fact) => fact.dial!.callSid === callSid) ?? null,
  }));
}

function toFact({ kind, dedupeKey, payload, receivedAt }: UnappliedCallback): Fact[] {
  try {
    return [readFact({ kind, dedupeKey, payload, receivedAt, source: 'webhook', query: {} })];
  } catch {
    return []; // a quarantined request of no readable shape
  }
}

type Finding = {
  noticedBy: GapToRecord['noticedBy'];
  healingInboxId: string | null;
  evidence: object;
  sent: readonly SentRequest[];
};

/** The callbacks of a leg that did not come although their time is over, each with its class. */
export function findGaps(leg: KnownLeg, now: Date, finding: Finding): GapToRecord[] {
  const expected = expectedCallbacks(leg.facts, now, leg.dialAction);
  return expected.filter(isMissing).map((missing) => toGap(leg, missing, finding));
}

/** `dueAt` is when the last attempt to deliver it would have been over. */
const firedAt = (dueAt: string | null): string | null =>
  dueAt && new Date(Date.parse(dueAt) - DELIVERY_WINDOW_SECONDS * 1000).toISOString();

const isMissing = ({ factKey, isOverdue }: ExpectedCallback): boolean => factKey === null && isOverdue;

function toGap(
  leg: KnownLeg,
  missing: ExpectedCallback,
  { noticedBy, healingInboxId, evidence, sent }: Finding,
): GapToRecord {
  const { name, sequence, recordingSid, because, dueAt } = missing;
  const end = leg.facts.find((fact) => fact.kind === 'call-resource' && fact.values.endTime)?.values.endTime;
  return {
    callSid: leg.callSid,
    missing: name,
    sequence,
    recordingSid,
    class: classifyGap(missing, sent),
    dueAt: (name === 'completed' ? end : undefined) ?? firedAt(dueAt),
    noticedBy,
    evidence: { because, ...evidence },
    healingInboxId,
  };
}
