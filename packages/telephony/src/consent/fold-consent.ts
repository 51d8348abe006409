import type { ConsentSaid } from './consent-step.ts';
import type { Fact } from '../facts/fact.ts';

/** The answer to the question for consent, and when it was first known, ISO 8601 by our clock. */
export type CallConsent = { consent: ConsentSaid; at: string };

/**
 * The consent to a call: a pure function of the set of facts about it, null where it was not asked for. A refusal
 * outranks every other answer; a person who hung up instead of answering has not answered.
 */
export function foldConsent(facts: readonly Fact[], isFinal: boolean): CallConsent | null {
  const strongest = (['refused', 'given', 'unanswered', 'asked'] as const).find((one) =>
    facts.some(({ consent }) => consent === one),
  );
  if (strongest === undefined) return null;
  const at = facts
    .filter(({ consent }) => consent === strongest)
    .map(({ observedAt }) => observedAt)
    .toSorted()[0]!;
  return { consent: strongest === 'asked' && isFinal ? 'unanswered' : strongest, at };
}
