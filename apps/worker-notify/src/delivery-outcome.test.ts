import { expect, test } from '@jest/globals';
import { outcomeOfDelivery } from './delivery-outcome.ts';

test.each([200, 201, 204, 299])('%i is delivered', (status) => {
  expect(outcomeOfDelivery({ status }, 1, 0.5)).toEqual({ state: 'delivered', responseStatus: status });
});

test.each([301, 302, 400, 401, 404, 429, 500, 503])('%i is retried: a redirect is not followed', (status) => {
  expect(outcomeOfDelivery({ status }, 1, 0.5)).toEqual({
    state: 'queued',
    responseStatus: status,
    error: `answered ${status}`,
    delaySeconds: 5,
  });
});

test('410 ends the delivery and disables the endpoint', () => {
  expect(outcomeOfDelivery({ status: 410 }, 1, 0.5)).toMatchObject({ state: 'gone' });
});

test('a URL that must not be requested is not retried', () => {
  expect(outcomeOfDelivery({ refused: 'led into a private network' }, 1, 0.5)).toMatchObject({ state: 'failed' });
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
