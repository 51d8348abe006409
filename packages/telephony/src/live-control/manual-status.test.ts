import { expect, test } from '@jest/globals';
import { parseFact } from '../facts/parse-fact.ts';
import { manualStatusSnapshot } from './manual-status.ts';

const update = {
  callSid: 'CA1',
  status: 'failed',
  reason: 'Jane Doe never got it',
  by: 'operator',
  id: '7',
  at: new Date('2026-02-12T11:48:00Z'),
} as const;
const { dedupeKey, kind, payload } = manualStatusSnapshot(update);
const row = { kind, dedupeKey, source: 'api', payload, query: {}, receivedAt: '2026-02-12T11:48:01Z' } as const;

test('a status set by hand is a fact of ours, without the reason', () => {
  const fact = parseFact(row);
  expect(fact).toMatchObject({
    key: 'manual-status:7',
    kind: 'manual-status',
    source: 'api',
    callSid: 'CA1',
    status: 'failed',
    occurredAt: '2026-02-12T11:48:00.000Z',
    values: {},
  });
  expect(payload['Reason']).toBe('Jane Doe never got it');
  expect(JSON.stringify(fact)).not.toContain('Jane');
});

test.each(['in-progress', 'dropped_by_monitor', '', undefined])('%j is no status to set by hand', (Status) => {
  expect(() => parseFact({ ...row, payload: { ...payload, Status } })).toThrow('by hand');
});
