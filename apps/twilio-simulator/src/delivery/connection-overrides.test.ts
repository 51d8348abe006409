import { expect, test } from '@jest/globals';
import { parseOverrides } from './connection-overrides.ts';

test('without a fragment only a failed connection is retried, once', () => {
  expect(parseOverrides('http://host/path')).toEqual({
    connectTimeoutMs: 5000,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    retries: 1,
    retryOn: new Set(['ct']),
  });
});

test('the fragment sets which failures are retried, how often and how long', () => {
  expect(parseOverrides('http://host/path?x=1#rc=5&rp=5xx,rt&ct=2000&rt=3000&tt=9000&e=ashburn')).toEqual({
    connectTimeoutMs: 2000,
    readTimeoutMs: 3000,
    totalTimeoutMs: 9000,
    retries: 5,
    retryOn: new Set(['rt', '5xx']),
  });
});

test('the total timeout is at most 15 seconds, and there are at most five retries', () => {
  const { totalTimeoutMs, retries, retryOn } = parseOverrides('http://host/#tt=99999&rc=50&rp=all');
  expect({ totalTimeoutMs, retries }).toEqual({ totalTimeoutMs: 15_000, retries: 5 });
  expect(retryOn).toEqual(new Set(['ct', 'rt', '4xx', '5xx']));
});
