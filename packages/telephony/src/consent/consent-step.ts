import type { ConsentState } from './consent-state.ts';
import { readConsent } from './read-consent.ts';
import type { Fields } from '../callbacks/fact-kind.ts';
import { count, nonEmpty } from '../callbacks/field-values.ts';
import { isCallStatus, isTerminal } from '../calls/status.ts';

/** How often consent is asked for: whoever is silent, or not understood, is asked once more. */
const ATTEMPTS = 2;
/** How often the call waits for the address of its dialogue while that cannot be looked up. */
const DIALOGUE_ATTEMPTS = 5;

/** What somebody hears next. `begin` leads to the question by a URL that says so; `nothing`: they hung up. */
export type ConsentStep =
  | { says: 'begin' | 'statement' | 'refused' | 'nothing' }
  | { says: 'question'; attempt: number }
  | { says: 'dialogue'; attempt: number; isLast: boolean };

/** What a request says of the consent. */
export type ConsentSaid = ConsentState;

/** The next step: a pure function of a request's fields and its signed URL, so that a copy gets the same answer. */
export function nextConsentStep(fields: Fields, query: Fields): ConsentStep {
  const attempt = count(query['attempt']) ?? 1;
  if (fields['Digits'] === 'hangup' || hasEnded(fields['CallStatus'])) return { says: 'nothing' };
  switch (query['consent']) {
    case 'ask':
      return { says: 'question', attempt };
    case 'given':
      return { says: 'dialogue', attempt, isLast: attempt >= DIALOGUE_ATTEMPTS };
    case 'answer':
    case 'silent': {
      const said = readConsentSaid(fields, query);
      if (said === 'given') return { says: 'statement' };
      return said === 'asked' ? { says: 'question', attempt: attempt + 1 } : { says: 'refused' };
    }
    default:
      return { says: 'begin' };
  }
}

/** What a request says of the consent; undefined for one that is not about it. The last unclear answer is no consent. */
export function readConsentSaid(fields: Fields, query: Fields): ConsentSaid | undefined {
  const isLast = (count(query['attempt']) ?? 1) >= ATTEMPTS;
  switch (nonEmpty(query['consent'])) {
    case 'ask':
      return 'asked';
    case 'given':
      return 'given';
    case 'silent':
      return isLast ? 'unanswered' : 'asked';
    case 'answer': {
      const answer = readConsent(fields);
      if (answer !== 'unclear') return answer;
      return isLast ? 'refused' : 'asked';
    }
    default:
      return undefined;
  }
}

const hasEnded = (status: unknown): boolean => isCallStatus(status) && isTerminal(status);
