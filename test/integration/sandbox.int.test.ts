import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';

test('a test file gets a migrated database of its own', async () => {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL']! });
  await client.connect();
  const { rows } = await client.query(
    'select current_database() as name, count(*)::int as migrations from _prisma_migrations',
  );
  await client.end();
  expect(rows).toEqual([{ name: expect.stringMatching(/^trunkline_test_\d+$/), migrations: expect.any(Number) }]);
  expect(rows[0].migrations).toBeGreaterThan(0);
});

test('a test file gets an empty Redis database that refuses writes rather than evicting', async () => {
  const redis = new Redis(process.env['REDIS_URL']!);
  expect(await redis.dbsize()).toBe(0);
  expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  redis.disconnect();
});
