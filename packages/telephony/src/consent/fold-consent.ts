import type { ConsentSaid } from './consent-step.ts';
import type { Fact } from '../facts/fact.ts';

/** What has become of the question, and when that was first known, ISO 8601 by our clock. */
export type CallConsent = { consent: ConsentSaid; at: string };

/**
 * The consent to a call: a pure function of the set of facts about it, null where nobody asked. Who refused has refused,
 * whatever else was said; and who hung up instead of answering has not answered.
 */
export function foldConsent(facts: readonly Fact[], isFinal: boolean): CallConsent | null {
  const said = (['refused', 'given', 'unanswered', 'asked'] as const).find((one) =>
    facts.some(({ consent }) => consent === one),
  );
  if (said === undefined) return null;
  const at = facts
    .filter(({ consent }) => consent === said)
    .map(({ observedAt }) => observedAt)
    .toSorted()[0]!;
  return { consent: said === 'asked' && isFinal ? 'unanswered' : said, at };
}
