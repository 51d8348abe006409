import { expect, test } from '@jest/globals';
import { describeOperation } from './operation-summary.ts';

test.each([
  [
    'dead-letters.replay',
    { items: 1204, groups: 311 },
    { type: 'call-status', error_contains: 'timeout' },
    'Would replay 1,204 callbacks of 311 calls (type: call-status; error contains: timeout). Twilio is not contacted. No call is placed.',
  ],
  [
    'webhook-deliveries.redrive',
    { items: 1, groups: 1 },
    {},
    'Would deliver 1 message of 1 webhook endpoint (all there are). Each is sent again under its webhook-id. Twilio is not contacted.',
  ],
] as const)('%s says how much it does, of what, and what it does not do', (kind, count, filter, expected) => {
  expect(describeOperation(kind, count, filter)).toBe(expected);
});
