import { expect, test } from '@jest/globals';
import { nextConsentStep, parseConsent } from './consent-step.ts';

const LIVE = { CallStatus: 'in-progress' };
const url = (consent?: string, attempt?: number) => ({
  campaign_id: 'spring',
  contact_id: '7',
  call_id: 'c-1',
  ...(consent && { consent }),
  ...(attempt && { attempt: `${attempt}` }),
});

test.each([
  ['a new call is led to the question', {}, url(), { says: 'begin' }, undefined],
  ['the question', {}, url('ask', 1), { says: 'question', attempt: 1 }, 'asked'],
  ['a yes by key', { Digits: '1' }, url('answer', 1), { says: 'statement' }, 'given'],
  ['a yes by word', { SpeechResult: 'Yes, sure.' }, url('answer', 2), { says: 'statement' }, 'given'],
  ['a no', { Digits: '2' }, url('answer', 1), { says: 'refused' }, 'refused'],
  ['what is not understood', { Digits: '5' }, url('answer', 1), { says: 'question', attempt: 2 }, 'asked'],
  ['what is not understood again', { Digits: '5' }, url('answer', 2), { says: 'refused' }, 'refused'],
  ['silence', {}, url('silent', 1), { says: 'question', attempt: 2 }, 'asked'],
  ['silence again', {}, url('silent', 2), { says: 'refused' }, 'unanswered'],
  ['after the statement', {}, url('given', 1), { says: 'dialogue', attempt: 1, isLast: false }, 'given'],
  ['after long waiting', {}, url('given', 5), { says: 'dialogue', attempt: 5, isLast: true }, 'given'],
] as const)('%s', (_, fields, query, step, said) => {
  expect(nextConsentStep({ ...LIVE, ...fields }, query)).toEqual(step);
  expect(parseConsent({ ...LIVE, ...fields }, query)).toBe(said);
});

test.each([{ CallStatus: 'completed' }, { ...LIVE, Digits: 'hangup' }])(
  'after the hang-up nothing is said: %j',
  (fields) => {
    expect(nextConsentStep(fields, url('given', 1))).toEqual({ says: 'nothing' });
  },
);
