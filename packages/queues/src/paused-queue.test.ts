import { expect, test } from '@jest/globals';
import { relayTick } from './run-worker.ts';
import { openDirectWork } from './work-directly.ts';

const log = { info: () => {}, warn: () => {} };

test('with the queue unavailable and paused nothing is claimed, and after the pause all of it is done', async () => {
  const handled: string[] = [];
  let isPaused = true;
  const work = openDirectWork<string>({
    queue: { depth: () => Promise.reject(new Error('unavailable')) },
    claim: async () => [{ data: '1' }, { data: '2' }],
    handle: async (data) => void handled.push(data),
    concurrency: 1,
    isPaused: () => isPaused,
    log,
  });
  await work.tick();
  expect([handled, work.isQueueAvailable()]).toEqual([[], false]);
  isPaused = false;
  await work.tick();
  expect(handled).toEqual(['1', '2']);
});

test('the relay of a paused queue asks nothing and claims nothing', async () => {
  const never = () => Promise.reject(new Error('The relay did something'));
  const relay = { maxDepth: 1, claim: never, isPaused: () => true };
  await expect(relayTick(relay, { add: never, depth: never })()).resolves.toBeUndefined();
});
