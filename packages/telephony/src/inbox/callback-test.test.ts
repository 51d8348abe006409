import { expect, test } from '@jest/globals';
import { isAcceptedTest, summarizeCallbackTest, type CallbackTestResult } from './callback-test.ts';

const result = (changes: Partial<CallbackTestResult>): CallbackTestResult => ({
  settledAt: new Date(),
  url: 'https://calls.example.com/x',
  answered: null,
  tookMs: 12,
  error: null,
  inboxId: null,
  ...changes,
});

test.each<[Partial<CallbackTestResult>, string, boolean]>([
  [{ settledAt: null }, 'not posted the callback yet', false],
  [{ url: null, error: 'No auth token: set it.' }, 'No auth token: set it.', false],
  [{ error: 'ECONNREFUSED' }, 'Nothing answered at https://calls.example.com/x: ECONNREFUSED', false],
  [{ answered: 204, inboxId: '7' }, 'accepted the callback in 12 ms and stored it.', true],
  [{ answered: 204 }, 'not in the inbox yet', true],
  [{ answered: 403 }, 'refused the signature', false],
  [{ answered: 301 }, 'Check where the proxy leads', false],
  [{ answered: 502 }, 'cannot accept callbacks now', false],
])('%j is explained', (changes, summary, isAccepted) => {
  expect(summarizeCallbackTest(result(changes))).toContain(summary);
  expect(isAcceptedTest(result(changes))).toBe(isAccepted);
});
