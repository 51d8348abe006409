import { expect, test } from '@jest/globals';
import { judgeDelivery } from './judge-delivery.ts';

test.each([200, 201, 204, 299])('%i is delivered', (status) => {
  expect(judgeDelivery({ status }, 1, 0.5)).toEqual({ state: 'delivered', responseStatus: status });
});

test.each([301, 302, 400, 401, 404, 429, 500, 503])('%i is tried again: a redirect is not followed', (status) => {
  expect(judgeDelivery({ status }, 1, 0.5)).toEqual({
    state: 'queued',
    responseStatus: status,
    error: `answered ${status}`,
    delaySeconds: 5,
  });
});

test('410 ends it, and the endpoint with it', () => {
  expect(judgeDelivery({ status: 410 }, 1, 0.5)).toMatchObject({ state: 'gone' });
});

test('an address that may not be asked is not asked again', () => {
  expect(judgeDelivery({ refused: 'led into a private network' }, 1, 0.5)).toMatchObject({ state: 'failed' });
});

test('the pauses grow to a day, and after the tenth attempt it is given up', () => {
  const outcomes = Array.from({ length: 10 }, (_, n) => judgeDelivery({ error: 'ECONNREFUSED' }, n + 1, 0.5));
  const pauses = outcomes.map((outcome) => ('delaySeconds' in outcome ? outcome.delaySeconds : outcome.state));
  expect(pauses).toEqual([5, 30, 120, 600, 3600, 10_800, 21_600, 43_200, 86_400, 'failed']);
});

test('pauses differ by a quarter either way, so that not all come at once', () => {
  const pause = (random: number) => judgeDelivery({ status: 500 }, 5, random);
  expect([pause(0), pause(1)]).toMatchObject([{ delaySeconds: 2700 }, { delaySeconds: 4500 }]);
});
