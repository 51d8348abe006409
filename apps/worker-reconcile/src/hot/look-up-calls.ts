import { claimLookups, requestLookups, settleLookup, type ClaimedLookup } from '@trunkline/db/reconciliation';
import { isCallStatus } from '@trunkline/telephony/calls';
import { settleLookup as decideLookup, type LookupAnswer } from '@trunkline/telephony/reconciliation';
import { forEachConcurrently, metrics } from '@trunkline/service';
import { ofAccount, type ReconcileParts } from '../reconcile-parts.ts';
import { compareRequestedCall } from '../warm/compare-call.ts';
import { DELIVERED_WITHIN_MS, hasJustEnded, recordCall } from './ask-calls.ts';

const CLAIMED_AT_ONCE = 100;
const ASKED_AT_ONCE = 20;

const lookups = metrics.counter(
  'call_lookups_total',
  'Lookups of calls that quarantined callbacks or people name, by outcome',
  ['outcome'],
);

/**
 * Asks Twilio about the calls that quarantined callbacks or people name, and enters the answers like any observation: history is
 * right although the callback is not believed. Each lookup is a row, made once, repeated with backoff where Twilio fails.
 */
export async function lookUpCalls(parts: ReconcileParts): Promise<void> {
  const { db, clock, accounts } = parts;
  await requestLookups(db.pool, accounts, clock.now());
  const claimed = await claimLookups(db.pool, CLAIMED_AT_ONCE, clock.now());
  await forEachConcurrently(claimed, ASKED_AT_ONCE, async (lookup) => {
    const answer = await ask(ofAccount(parts, lookup.accountSid), lookup).catch((failure: unknown) => ({
      failure,
    }));
    if (parts.signal.aborted) return {};
    if ('dueAt' in answer) await postpone(parts, lookup, answer.dueAt);
    else await settle(parts, lookup, 'failure' in answer ? { failure: String(answer.failure) } : answer);
    return 'failure' in answer ? { failure: answer.failure } : {};
  });
}

/** The status that Twilio showed, entered; or when to ask again, where the callback of the end may still be on its way. */
async function ask(
  parts: ReconcileParts,
  { callSid, isRequested, isCompared }: ClaimedLookup,
): Promise<{ status: string | undefined } | { dueAt: Date }> {
  const resource = await parts.twilio.fetchCall(callSid, parts.signal);
  if (!resource) return { status: undefined };
  const now = parts.clock.now();
  if (hasJustEnded(resource, now)) return { dueAt: new Date(now.getTime() + DELIVERED_WITHIN_MS + 1000) };
  if (isCallStatus(resource.status)) await recordCall(parts, resource); // another status is shown, and not recorded
  if (isRequested && isCompared) await compareRequestedCall(parts, callSid); // as the warm tier did before
  return { status: resource.status };
}

async function postpone({ db, clock }: ReconcileParts, { callSid }: ClaimedLookup, dueAt: Date): Promise<void> {
  await settleLookup(db.pool, { callSid, state: 'due', callStatus: null, error: null, dueAt }, clock.now());
}

async function settle({ db, clock, log }: ReconcileParts, lookup: ClaimedLookup, answer: LookupAnswer): Promise<void> {
  const now = clock.now();
  const decided = decideLookup(lookup, answer, now);
  lookups.inc({ outcome: decided.state === 'due' ? 'retried' : decided.state });
  const error = 'failure' in answer ? answer.failure : null;
  if (decided.state === 'given_up')
    log.warn({ call_sid: lookup.callSid, reason: error }, 'a quarantined call could not be looked up for a day');
  const dueAt = decided.state === 'due' ? new Date(now.getTime() + decided.delaySeconds * 1000) : null;
  const callStatus = 'status' in answer ? (answer.status ?? null) : null;
  await settleLookup(db.pool, { callSid: lookup.callSid, state: decided.state, callStatus, error, dueAt }, now);
}
