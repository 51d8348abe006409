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
  [
    'calls.fetch',
    { items: 2, groups: 2 },
    { status: 'completed', started_before: '2026-11-30T02:13:42.804Z' },
    'Would ask Twilio about 2 calls (status: completed; started before: 2026-11-30 02:13:42 UTC). Twilio’s REST API is asked once for each, and what it shows is applied. No call is placed.',
  ],
] as const)('%s says how much it does, of what, and what it does not do', (kind, count, filter, expected) => {
  expect(describeOperation(kind, count, filter)).toBe(expected);
});
