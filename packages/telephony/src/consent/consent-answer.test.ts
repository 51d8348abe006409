import { expect, test } from '@jest/globals';
import { parseConsentAnswer } from './consent-answer.ts';

test.each([
  ['1', 'given'],
  ['2', 'refused'],
  ['3', 'unclear'],
  ['constructor', 'unclear'],
])('key %s is %s', (Digits, answer) => expect(parseConsentAnswer({ Digits })).toBe(answer));

test.each([
  ['Yes, I agree.', 'given'],
  ['Ja, gerne.', 'given'],
  ['Oui, d’accord.', 'given'],
  ['Sí, claro.', 'given'],
  ['No.', 'refused'],
  ['I do not agree', 'unclear'],
  ['Nein, danke.', 'refused'],
  ['Ich bin nicht einverstanden', 'unclear'],
  ['Je refuse', 'refused'],
  ['No, gracias', 'refused'],
  ['Yes. No, wait.', 'unclear'],
  ['Who is this?', 'unclear'],
])('“%s” is %s', (SpeechResult, answer) => expect(parseConsentAnswer({ SpeechResult })).toBe(answer));

test('a key outranks speech, and silence is no consent', () => {
  expect(parseConsentAnswer({ Digits: '2', SpeechResult: 'yes' })).toBe('refused');
  expect(parseConsentAnswer({})).toBe('unclear');
  expect(parseConsentAnswer({ Digits: '', SpeechResult: '' })).toBe('unclear');
  expect(parseConsentAnswer({ Digits: ['1', '1'] })).toBe('unclear');
});
