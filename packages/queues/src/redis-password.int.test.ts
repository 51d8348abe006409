import { expect, test } from '@jest/globals';
import { openLogger } from '@trunkline/service';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.ts';
import { startRedis } from '../../../test/support/queue/redis.ts';
import { openQueue } from './open-queue.ts';
import { chooseQueueBackend } from './queue-backend.ts';
import type { QueueContract } from './queue-contract.ts';
import { findEviction } from './redis-policy.ts';
import { startWorker } from './start-worker.ts';

const { DATABASE_URL = '' } = process.env;
const contract: QueueContract<{ ids: string[] }> = {
  name: 'asks-for-a-password',
  data: z.object({ ids: z.array(z.string()) }),
  attempts: 1,
  retryDelayMs: 1,
  keepCompleted: { age: 60, count: 10 },
  keepFailed: { age: 60, count: 10 },
};
const events = { concurrency: 1, onError: () => {}, onGivenUp: async () => {}, log: openLogger('test', 'silent') };

test('jobs pass through a Redis that asks for a password, by that password alone', async () => {
  await using redis = await startRedis();
  const admin = new Redis(redis.url);
  await admin.config('SET', 'requirepass', 'a.long-password_~');
  admin.disconnect();
  const url = redis.url.replace('//', '//:a.long-password_~@');
  const backend = chooseQueueBackend({ REDIS_URL: url, DATABASE_URL });
  await using queue = openQueue(contract, backend);
  const handled: string[] = [];
  await using _worker = startWorker(contract, backend, async ({ ids }) => void handled.push(...ids), events);
  await eventually(() => queue.add([{ jobId: 'job-1', data: { ids: ['1'] } }]));
  await eventually(() => expect(handled).toEqual(['1']));
  await expect(findEviction(url)).resolves.toBeUndefined();

  await using stranger = openQueue(contract, chooseQueueBackend({ REDIS_URL: redis.url, DATABASE_URL }));
  await expect(stranger.add([{ jobId: 'job-2', data: { ids: ['2'] } }])).rejects.toMatchObject({
    name: 'QueueUnavailableError',
  });
  expect(await queue.depth()).toBe(0);
});
