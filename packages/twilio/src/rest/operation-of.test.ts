import { expect, test } from '@jest/globals';
import { operationOf } from './operation-of.ts';

const account = `/2010-04-01/Accounts/AC${'5'.repeat(32)}`;

test.each([
  ['GET', `${account}/Calls.json`, 'GET Calls'],
  ['GET', `${account}/Calls/CA${'0'.repeat(32)}.json`, 'GET Calls/{sid}'],
  ['GET', `${account}/Calls/CA${'f'.repeat(32)}/Events.json`, 'GET Calls/{sid}/Events'],
  ['POST', `${account}/Conferences/CF${'1'.repeat(32)}/Participants.json`, 'POST Conferences/{sid}/Participants'],
  ['GET', '/v2/PhoneNumbers/%2B15085550100', 'GET PhoneNumbers/{sid}'],
])('%s %s counts as %s', (method, path, expected) => {
  expect(operationOf(method, path)).toBe(expected);
});
