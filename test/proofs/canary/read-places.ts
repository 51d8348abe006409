import { Redis } from 'ioredis';
import type { Database } from '@trunkline/db/connection';
import type { CanaryName } from './canaries.ts';
import type { CanaryStack } from './open-stack.ts';
import type { Collected } from './play-flows.ts';

/** A place where no canary belongs, with all its text. */
export type Place = { name: string; text: string };

/** Everything that must hold no personal data: logs, queues, the board, metrics, refusals, the audit, the stream's rows. */
export async function readPlaces(
  stack: CanaryStack,
  canaries: Record<CanaryName, string>,
  { refusals }: Collected,
): Promise<Place[]> {
  const { apps, db, redis } = stack;
  const places: Place[] = Object.entries(apps).map(([name, app]) => ({ name: `log of ${name}`, text: app.output }));
  for (const [name, { url }] of Object.entries(apps))
    places.push({ name: `metrics of ${name}`, text: await (await fetch(`${url}/metrics`)).text() });
  if (redis) places.push({ name: 'Redis', text: await readRedis(redis.url) });
  places.push({ name: 'queues in Postgres', text: await readSchema(db, 'bullmq') });
  places.push({ name: 'queue board', text: await readBoard(apps['api']!.url, canaries.boardPassword) });
  places.push({ name: 'refusals of the API', text: refusals.join('\n') });
  for (const table of ['audit_events', 'stream_events', 'stream_cursors'])
    places.push({ name: table, text: await readTable(db, `public.${table}`) });
  return places;
}

/** All keys with their content. */
async function readRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  const found: unknown[] = [];
  for (const key of await redis.keys('*')) found.push(key, await readKey(redis, key, await redis.type(key)));
  redis.disconnect();
  return JSON.stringify(found);
}

async function readKey(redis: Redis, key: string, type: string): Promise<unknown> {
  switch (type) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return redis.get(key);
  }
}

async function readSchema(db: Database, schema: string): Promise<string> {
  const { rows } = await db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1`,
    [schema],
  );
  const texts: string[] = [];
  for (const { name } of rows) texts.push(await readTable(db, name));
  return texts.join('\n');
}

async function readTable(db: Database, table: string): Promise<string> {
  const { rows } = await db.pool.query<{ text: string }>(`select to_jsonb(t)::text as text from ${table} t`);
  return rows.map(({ text }) => text).join('\n');
}

const STATES = ['latest', 'active', 'waiting', 'completed', 'failed', 'delayed', 'prioritized', 'paused'];

/** The jobs of every queue as the board shows them, on each of its tabs. */
async function readBoard(url: string, password: string): Promise<string> {
  const headers = { authorization: `Basic ${btoa(`admin:${password}`)}` };
  const get = async (query: string) => (await fetch(`${url}/admin/queues/api/queues${query}`, { headers })).text();
  const overview = await get('');
  const { queues } = JSON.parse(overview) as { queues: { name: string }[] };
  const texts = [overview];
  for (const { name } of queues)
    for (const state of STATES)
      texts.push(await get(`?activeQueue=${encodeURIComponent(name)}&status=${state}&page=1&jobsPerPage=100`));
  return texts.join('\n');
}
