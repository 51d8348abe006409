import { expect, test } from '@jest/globals';
import { readSetting } from './parameters.ts';

test('settings are collected, of all callbacks or of one', () => {
  const first = readSetting('CallDuration=1');
  expect(readSetting('completed.ErrorMessage=a=b', first)).toEqual([
    { parameter: 'CallDuration', value: '1' },
    { parameter: 'ErrorMessage', value: 'a=b', callback: 'completed' },
  ]);
});

test.each([
  ['CallStatus', 'It is Param=Value'],
  ['CalStatus=busy', 'Twilio sends no CalStatus. Did you mean CallStatus?'],
  ['ringing.CallDuration=1', 'Twilio sends no CallDuration with ringing.'],
  ['complted.CallDuration=1', 'There is no callback complted. Did you mean completed?'],
  ['CallSid=CA1', 'Twilio sends no CallSid'],
])('%s is refused: %s', (text, message) => {
  expect(() => readSetting(text)).toThrow(message);
});
