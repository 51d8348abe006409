import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dedupeKey } from './dedupe-key.ts';
import { CALLBACK_KINDS } from './callback-kinds.ts';

const anyFields = fc.dictionary(
  fc.constantFrom('CallSid', 'CallStatus', 'SequenceNumber', 'RecordingSid', 'StatusCallbackEvent', 'DialCallSid'),
  fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.string())),
);

test('a key reads like the fact it names', () => {
  const fields = { CallSid: 'CA1', CallStatus: 'completed', SequenceNumber: '3' };
  expect(dedupeKey('call-status', fields, 'x')).toMatch(/^call:CA1:completed:3:[0-9a-f]{24}$/);
});

test('a key fits its column and is text that Postgres stores, for any fields', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CALLBACK_KINDS), anyFields, fc.string(), (kind, fields, content) => {
      const key = dedupeKey(kind, fields, content);
      expect(key.length).toBeLessThanOrEqual(255);
      expect(key.isWellFormed()).toBe(true);
    }),
  );
});

test('a character outside the basic plane at the cut leaves no half behind', () => {
  const fields = { ConferenceSid: 'CF1', StatusCallbackEvent: `${'x'.repeat(63)}😀` };
  expect(dedupeKey('conference', fields, 'x').isWellFormed()).toBe(true);
});

test('other contents never share a key', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      fc.pre(a !== b);
      expect(dedupeKey('call-status', {}, a)).not.toBe(dedupeKey('call-status', {}, b));
    }),
  );
});
