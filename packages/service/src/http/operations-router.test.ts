import { afterAll, expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { openLogger } from '../logger.ts';
import { startLoop } from '../loops/start-loop.ts';
import { openOperationsServer } from './operations-router.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const server = opened.use(
  await openOperationsServer(() => ({ healthy: true, service: 'test' }), { HOST: '127.0.0.1', PORT: 0 }),
);
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const silent = openLogger('test', 'silent');
const HOURLY = 3_600_000;

async function health(headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/health`, { headers });
  return { status: response.status, body: (await response.json()) as { status: string; loops: object } };
}

test('a loop that fails is shown, and does not make the process unhealthy', async () => {
  const fail = async () => {
    throw new Error('relation "calls" does not exist');
  };
  await using loop = startLoop('relay', HOURLY, fail, silent, { isVital: true, firstAfterMs: HOURLY });
  loop.wake();
  await turn();
  expect(await health()).toMatchObject({
    status: 200,
    body: {
      status: 'healthy',
      service: 'test',
      loops: { relay: { state: 'failing', error: expect.stringMatching('calls') } },
    },
  });
});

test('peers from outside see that a loop fails, and not why', async () => {
  const fail = async () => {
    throw new Error('ENOSPC /var/lib/trunkline');
  };
  await using loop = startLoop('spool', HOURLY, fail, silent, { firstAfterMs: HOURLY });
  loop.wake();
  await turn();
  const { body } = await health({ 'x-forwarded-for': '203.0.113.9' });
  expect(body.loops).toMatchObject({ spool: { state: 'failing', failures: 1 } });
  expect(JSON.stringify(body)).not.toContain('ENOSPC');
});

test.each([
  [true, 503],
  [false, 200],
])('a loop that is stuck and vital (%s) makes the process answer %i', async (isVital, status) => {
  const held = Promise.withResolvers<void>();
  await using _loop = startLoop('hangs', HOURLY, () => held.promise, silent, { isVital, longestMs: 1 });
  let answer = await health();
  while ((answer.body.loops as { hangs: { state: string } }).hangs.state !== 'stuck') answer = await health();
  expect(answer.status).toBe(status);
  held.resolve();
});
