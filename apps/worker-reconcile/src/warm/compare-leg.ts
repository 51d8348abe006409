import type { GapToRecord } from '@trunkline/db/reconciliation';
import { callbackName } from '@trunkline/telephony/callbacks';
import { classifyGap, isRequestFor, type SentRequest } from '@trunkline/telephony/reconciliation';
import { missingCallbacks, type KnownLeg } from '../missing-callbacks.ts';

type Case = {
  leg: KnownLeg;
  /** Null where Twilio no longer knows the call. */
  sent: readonly SentRequest[] | null;
  /** The inbox row that heals the gap of a recording. */
  inboxIdOf: (recordingSid: string) => string | null;
  now: Date;
};

/**
 * The gaps of a leg by Twilio's own account: expected callbacks that did not arrive, and listed requests of which we have
 * nothing. Pure.
 */
export function compareLeg({ leg, sent, inboxIdOf, now }: Case): GapToRecord[] {
  const listed = sent ?? [];
  const evidence = { requests_listed: sent?.length ?? null };
  const finding = { noticedBy: 'reconcile_warm', healingInboxId: null, sent: listed };
  const proven = missingCallbacks(leg, now, { ...finding, evidence }).map((gap) => ({
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
  const unknown = listed.filter((request) => !names.has(request.name) && !proven.some((gap) => isFor(gap, request)));
  return [...proven, ...unknown.map((request) => toGap(leg.callSid, request))];
}

const isFor = ({ missing, sequence }: GapToRecord, request: SentRequest): boolean =>
  isRequestFor({ name: missing, sequence }, request);

/** The gap of a request that only Twilio's list shows. */
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
