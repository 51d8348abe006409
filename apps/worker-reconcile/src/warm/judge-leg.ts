import type { GapToRecord } from '@trunkline/db/reconciliation';
import { callbackName } from '@trunkline/telephony/callbacks';
import { classifyGap, isRequestFor, type SentRequest } from '@trunkline/telephony/reconciliation';
import { findGaps, type KnownLeg } from '../find-gaps.ts';

type Case = {
  leg: KnownLeg;
  /** Null where Twilio does not know the call any more. */
  sent: readonly SentRequest[] | null;
  /** The row in the inbox that heals the gap of a recording. */
  inboxIdOf: (recordingSid: string) => string | null;
  now: Date;
};

/**
 * The gaps of a leg by Twilio's own account: what had to come and did not, and what Twilio says it sent to us that we do
 * not have. Pure.
 */
export function judgeLeg({ leg, sent, inboxIdOf, now }: Case): GapToRecord[] {
  const listed = sent ?? [];
  const evidence = { requests_listed: sent?.length ?? null };
  const finding = { noticedBy: 'reconcile_warm', healingInboxId: null, sent: listed };
  const proven = findGaps(leg, now, { ...finding, evidence }).map((gap) => ({
    ...gap,
    evidence: {
      ...gap.evidence,
      answers: listed.filter((request) => isFor(gap, request)).flatMap(({ answers }) => answers),
    },
    healingInboxId: gap.recordingSid === null ? null : inboxIdOf(gap.recordingSid),
  }));
  const names = new Set([
    ...leg.facts.filter(({ source }) => source === 'webhook').map(callbackName),
    ...proven.map(({ missing }) => missing),
  ]);
  const unheard = listed.filter((request) => !names.has(request.name) && !proven.some((gap) => isFor(gap, request)));
  return [...proven, ...unheard.map((request) => toGap(leg.callSid, request))];
}

const isFor = ({ missing, sequence }: GapToRecord, request: SentRequest): boolean =>
  isRequestFor({ name: missing, sequence }, request);

/** Twilio lists it, nothing else speaks of it. */
function toGap(callSid: string, request: SentRequest): GapToRecord {
  const recordingSid = /^recording (RE\w+) /.exec(request.name)?.[1] ?? null;
  const missing = { name: request.name, sequence: request.sequence, recordingSid };
  return {
    callSid,
    missing: request.name,
    sequence: request.sequence,
    recordingSid,
    class: classifyGap(missing, [request]),
    dueAt: null,
    noticedBy: 'reconcile_warm',
    evidence: { because: 'Twilio lists that it sent it', answers: request.answers },
    healingInboxId: null,
  };
}
