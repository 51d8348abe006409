import { expect, test } from '@jest/globals';
import { outcomeOfDelivery } from './delivery-outcome.ts';

test.each([200, 201, 204, 299])('%i is delivered', (status) => {
  const endpoint = { kind: 'reached' };
  expect(outcomeOfDelivery({ status }, 1, 0.5)).toEqual({ state: 'delivered', responseStatus: status, endpoint });
});

test.each([301, 302, 400, 401, 404, 429, 500, 503])('%i is retried: a redirect is not followed', (status) => {
  expect(outcomeOfDelivery({ status }, 1, 0.5)).toEqual({
    state: 'queued',
    responseStatus: status,
    error: `answered ${status}`,
    delaySeconds: 5,
    endpoint: { kind: 'failing' },
  });
});

test('410 ends the delivery and disables the endpoint', () => {
  expect(outcomeOfDelivery({ status: 410 }, 1, 0.5)).toMatchObject({ state: 'failed', endpoint: { kind: 'disabled' } });
});

test('a URL that must not be requested is not retried, and disables the endpoint', () => {
  expect(outcomeOfDelivery({ refused: 'leads into a private network' }, 1, 0.5)).toMatchObject({
    state: 'failed',
    endpoint: { kind: 'disabled' },
  });
});

test.each([429, 503])('%i with Retry-After is retried at that time, and pauses the endpoint', (status) => {
  expect(outcomeOfDelivery({ status, retryAfterSeconds: 120 }, 1, 0)).toMatchObject({
    state: 'queued',
    delaySeconds: 120,
    endpoint: { kind: 'waiting', pauseSeconds: 120 },
  });
});

test.each([301, 404, 500])('%i with Retry-After is retried at that time, and others are not delayed', (status) => {
  expect(outcomeOfDelivery({ status, retryAfterSeconds: 120 }, 1, 0)).toMatchObject({
    delaySeconds: 120,
    endpoint: { kind: 'waiting', pauseSeconds: null },
  });
});

test('a Retry-After that is shorter than the own delay makes no attempt earlier', () => {
  expect(outcomeOfDelivery({ status: 429, retryAfterSeconds: 1 }, 5, 0.5)).toMatchObject({ delaySeconds: 3600 });
});

test('410 with Retry-After is gone all the same, and the tenth attempt is the last one', () => {
  const answer = (status: number, attempt: number) =>
    outcomeOfDelivery({ status, retryAfterSeconds: 120 }, attempt, 0.5).state;
  expect([answer(410, 1), answer(429, 9), answer(429, 10)]).toEqual(['failed', 'queued', 'failed']);
});

test('the delays grow to a day, and after the tenth attempt the delivery is given up', () => {
  const outcomes = Array.from({ length: 10 }, (_, n) => outcomeOfDelivery({ error: 'ECONNREFUSED' }, n + 1, 0.5));
  const delays = outcomes.map((outcome) => ('delaySeconds' in outcome ? outcome.delaySeconds : outcome.state));
  expect(delays).toEqual([5, 30, 120, 600, 3600, 10_800, 21_600, 43_200, 86_400, 'failed']);
});

test('delays are spread by a quarter either way', () => {
  const delayAt = (random: number) => outcomeOfDelivery({ status: 500 }, 5, random);
  expect([delayAt(0), delayAt(1)]).toMatchObject([{ delaySeconds: 2700 }, { delaySeconds: 4500 }]);
});
