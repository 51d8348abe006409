import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';

/** Every way to dial, and the files that have it: each of these applies the rule for numbers, or the caps, or both. */
const WAYS: [string, RegExp, string[]][] = [
  ['a request to Twilio to place a call', /\.createCall\(/, ['apps/worker-dialer/src/dial-intent.ts']],
  ['an order, by SQL', /insert into call_intents/i, ['packages/db/src/dialing/scheduled-calls.ts']],
  ['an order, by Prisma', /callIntent\b[^;]*\.create/, ['packages/db/src/dialing/call-intents.ts']],
  [
    'TwiML that dials',
    /\.dial\(/,
    ['packages/twilio/src/twiml/conference-twiml.ts', 'packages/twilio/src/twiml/twiml.ts'],
  ],
  ['TwiML that dials a number', /\.number\(STATUS/, ['packages/twilio/src/twiml/twiml.ts']],
  ['a POST to the list of calls', /\/Calls\.json`/, ['packages/twilio/src/rest/resources/create-call.ts']],
];

const sources = globSync('{apps,packages}/*/src/**/*.ts', {
  exclude: (path) => /twilio-simulator|generated|\.test\.ts$/.test(path),
}).map((path) => [path, readFileSync(path, 'utf8')] as const);

test.each(WAYS)('no way to dial goes past the rule: %s', (_what, pattern, files) => {
  expect(
    sources
      .filter(([, text]) => pattern.test(text))
      .map(([path]) => path)
      .toSorted(),
  ).toEqual(files);
});
