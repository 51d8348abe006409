import { expect, test } from '@jest/globals';
import { findForeignAccount, type Accounts } from './foreign-account.ts';

const [OWN, SUB, FOREIGN] = ['1', '2', '3'].map((digit) => `AC${digit.repeat(32)}`) as [string, string, string];
const ours: Accounts = { own: OWN, others: new Set([SUB]) };

test.each([
  ['our account', ours, OWN],
  ['a known subaccount', ours, SUB],
  ['a request that names none', ours, undefined],
  ['a request with an empty one', ours, ''],
  ['a request that names two, so that none is read', ours, [OWN, FOREIGN]],
  ['any account, where any is accepted', { ...ours, others: 'any' as const }, FOREIGN],
  ['any account, where ours is not configured', { ...ours, own: undefined }, FOREIGN],
])('%s is accepted', (_name, accounts, AccountSid) => expect(findForeignAccount({ AccountSid }, accounts)).toBeNull());

test.each([
  ['an unknown account', FOREIGN, `AccountSid ${FOREIGN} is neither`],
  ['something that is no account', 'AC1\n', 'AccountSid is neither'],
])('%s is refused with its reason', (_name, AccountSid, reason) =>
  expect(findForeignAccount({ AccountSid }, ours)).toContain(reason),
);
