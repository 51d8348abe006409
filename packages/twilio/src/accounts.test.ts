import { expect, test } from '@jest/globals';
import { readEnv } from '@trunkline/service';
import { z } from 'zod';
import { accountsEnv, otherAccounts } from './accounts.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => `AC${digit.repeat(32)}`) as [string, string, string];
const read = (env: NodeJS.ProcessEnv) => readEnv(z.object(accountsEnv), env);

test('tokens belong to their accounts, several to one', () => {
  const { TWILIO_AUTH_TOKENS } = read({ TWILIO_AUTH_TOKENS: `${A}:one, ${B}:one|two,${A}:three` });
  expect([...TWILIO_AUTH_TOKENS]).toEqual([
    [A, ['one', 'three']],
    [B, ['one', 'two']],
  ]);
});

test('an account whose token is known is a known account', () => {
  expect(otherAccounts(read({ TWILIO_SUBACCOUNTS: `${A}, ${B}`, TWILIO_AUTH_TOKENS: `${C}:one` }))).toEqual(
    new Set([A, B, C]),
  );
  expect(otherAccounts(read({ TWILIO_SUBACCOUNTS: 'ANY' }))).toBe('any');
  expect(otherAccounts(read({}))).toEqual(new Set());
});

test.each([
  ['TWILIO_AUTH_TOKENS', 'hush'],
  ['TWILIO_AUTH_TOKENS', 'AC1:hush'],
  ['TWILIO_AUTH_TOKENS', `${A}:`],
  ['TWILIO_SUBACCOUNTS', 'all'],
  ['TWILIO_SUBACCOUNTS', `${A},AC1`],
])('%s=%s is refused, and the message does not quote it', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(name);
  expect(() => read({ [name]: value })).not.toThrow(/hush/);
});
