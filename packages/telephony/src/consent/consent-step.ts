import type { ConsentState } from './consent-state.ts';
import { parseConsentAnswer } from './consent-answer.ts';
import { wholeNumber, nonEmpty, type Fields } from '../callbacks/field-values.ts';
import { isTerminal, parseCallStatus } from '../calls/status.ts';

/** How often consent is asked for: after silence or an unclear answer once more. */
const ATTEMPTS = 2;
/** How often the call waits for the address of its dialogue while that cannot be looked up. */
const DIALOGUE_ATTEMPTS = 5;

/** What the person hears next. `begin` leads to the question by a URL that says so; `nothing`: they hung up. */
export type ConsentStep =
  | { says: 'begin' | 'statement' | 'refused' | 'nothing' }
  | { says: 'question'; attempt: number }
  | { says: 'dialogue'; attempt: number; isLast: boolean };

/** What a request says of the consent. */
export type ConsentSaid = ConsentState;

/** The next step: a pure function of a request's fields and its signed URL, so that a copy gets the same answer. */
export function nextConsentStep(fields: Fields, query: Fields): ConsentStep {
  const attempt = wholeNumber(query['attempt']) ?? 1;
  if (fields['Digits'] === 'hangup' || hasEnded(fields['CallStatus'])) return { says: 'nothing' };
  switch (query['consent']) {
    case 'ask':
      return { says: 'question', attempt };
    case 'given':
      return { says: 'dialogue', attempt, isLast: attempt >= DIALOGUE_ATTEMPTS };
    case 'answer':
    case 'silent': {
      const said = parseConsent(fields, query);
      if (said === 'given') return { says: 'statement' };
      return said === 'asked' ? { says: 'question', attempt: attempt + 1 } : { says: 'refused' };
    }
    default:
      return { says: 'begin' };
  }
}

/** What a request says of the consent; undefined for one that is not about it. The last unclear answer is no consent. */
export function parseConsent(fields: Fields, query: Fields): ConsentSaid | undefined {
  const isLast = (wholeNumber(query['attempt']) ?? 1) >= ATTEMPTS;
  switch (nonEmpty(query['consent'])) {
    case 'ask':
      return 'asked';
    case 'given':
      return 'given';
    case 'silent':
      return isLast ? 'unanswered' : 'asked';
    case 'answer': {
      const answer = parseConsentAnswer(fields);
      if (answer !== 'unclear') return answer;
      return isLast ? 'refused' : 'asked';
    }
    default:
      return undefined;
  }
}

const hasEnded = (text: unknown): boolean => isTerminal(parseCallStatus(text) ?? 'queued');
