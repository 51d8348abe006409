import type { CallOfIntent } from '@trunkline/db/dialing';
import type { ClaimedCallback } from '@trunkline/db/inbox';
import type { NewFact } from './fold-facts.ts';

/** The intents that callbacks carry in their URLs, each with the call that it came with: proof that it was placed. */
export function nameIntents(claimed: readonly ClaimedCallback[], facts: readonly NewFact[]): CallOfIntent[] {
  const callSids = new Map(facts.map(({ inboxId, fact }) => [inboxId, fact.callSid]));
  return claimed.flatMap(({ id, query }) => {
    const [intentId, callSid] = [(query as Record<string, unknown>)['intent_id'], callSids.get(id)];
    return typeof intentId === 'string' && callSid ? [{ intentId, callSid }] : [];
  });
}
