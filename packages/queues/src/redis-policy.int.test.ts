import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { startRedis } from '../../../test/support/queue/redis.ts';
import { findEviction } from './redis-policy.ts';

test('a Redis that may evict is named with its policy, until it is set right', async () => {
  await using server = await startRedis();
  const redis = new Redis(server.url);
  try {
    for (const policy of ['allkeys-lru', 'volatile-ttl']) {
      await redis.config('SET', 'maxmemory-policy', policy);
      expect(await findEviction(server.url)).toMatch(new RegExp(`maxmemory-policy ${policy} .* noeviction`));
    }
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    expect(await findEviction(server.url)).toBeUndefined();
  } finally {
    redis.disconnect();
  }
});

test('without Redis there is nothing to find, and an unreachable one is an error', async () => {
  expect(await findEviction(undefined)).toBeUndefined();
  await expect(findEviction('redis://127.0.0.1:1')).rejects.toThrow(/./);
});
