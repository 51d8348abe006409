import { expect, test } from '@jest/globals';
import { adviseDeadLetter } from './dead-letter-advice.ts';

test.each([
  ['Error: CallStatus is not a status', 'Error', 'cannot read'],
  ['Job given up: Timeout after 30 s', 'Error', 'ended over this callback'],
  ['error: value too long for type character varying(20)', 'error', 'Postgres refused'],
  ['error: canceling statement due to lock timeout', 'error', 'held the lock'],
  ['TypeError: x is undefined', 'TypeError', 'six attempts'],
  [null, 'Error', 'six attempts'],
])('%s has a class, a cause and a remedy', (error, errorClass, cause) => {
  const advice = adviseDeadLetter(error);
  expect(advice).toEqual({ errorClass, cause: expect.stringContaining(cause), remedy: expect.stringMatching(/\.$/) });
});
