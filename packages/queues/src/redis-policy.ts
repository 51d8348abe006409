import { Redis } from 'ioredis';

/** What a Redis that may evict keys means, and what to do; undefined for one that may not, or without Redis. */
export async function findEviction(url: string | undefined): Promise<string | undefined> {
  if (url === undefined) return undefined;
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    connectTimeout: 1000,
    commandTimeout: 1000,
    retryStrategy: () => null,
  });
  redis.on('error', () => {}); // `connect` reports it
  try {
    await redis.connect();
    const [, policy = 'unknown'] = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory')) ?? [];
    return policy === 'noeviction'
      ? undefined
      : `Redis has maxmemory-policy ${policy} and may drop jobs and locks: ${REMEDY}`;
  } finally {
    redis.disconnect();
  }
}

const REMEDY = 'set it to noeviction (redis-cli config set maxmemory-policy noeviction, and in redis.conf)';
