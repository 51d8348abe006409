import type { NamedConference } from '@trunkline/db/calls';
import type { CallOfIntent } from '@trunkline/db/dialing';
import type { ClaimedCallback } from '@trunkline/db/inbox';
import { CONFERENCE_SID } from '@trunkline/telephony/callbacks';
import type { NewFact } from './fold-facts.ts';

/** Intents that callbacks carry in their URLs, each with the call of its callback: proof that it was placed. */
export function intentsNamed(claimed: readonly ClaimedCallback[], facts: readonly NewFact[]): CallOfIntent[] {
  const callSids = new Map(facts.map(({ inboxId, fact }) => [inboxId, fact.callSid]));
  return claimed.flatMap(({ id, query }) => {
    const [intentId, callSid] = [(query as Record<string, unknown>)['intent_id'], callSids.get(id)];
    return typeof intentId === 'string' && callSid ? [{ intentId, callSid }] : [];
  });
}

/** Conferences of scheduled calls that callbacks report, each with the call that its URL names. */
export function conferencesNamed(claimed: readonly ClaimedCallback[]): NamedConference[] {
  return claimed.flatMap(({ kind, payload, query }) => {
    if (kind !== 'conference') return [];
    const callId = (query as Record<string, unknown>)['order_call_id'];
    const conferenceSid = (payload as Record<string, unknown>)['ConferenceSid'];
    const isNamed = typeof callId === 'string' && /^\d{1,18}$/.test(callId);
    return isNamed && typeof conferenceSid === 'string' && CONFERENCE_SID.test(conferenceSid)
      ? [{ callId, conferenceSid }]
      : [];
  });
}
