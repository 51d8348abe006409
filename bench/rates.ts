import type { Database } from '@trunkline/db/connection';
import { callbacksQueue, chooseQueueBackend, openQueue } from '@trunkline/queues';
import { Redis } from 'ioredis';
import { DISTINCT_SHARE } from './callbacks.ts';
import { fillInbox } from './fill/fill-inbox.ts';
import { startServer, startWorkerProcess, type BenchLoad } from './processes.ts';

export type BenchEnv = { DATABASE_URL: string; REDIS_URL: string } & Record<string, string>;

type Consumer = { variant: 'noop' | 'ours' | 'plain'; callbacks: number; perJob: number };

/** Callbacks per second that a worker finishes from a full queue, after a warm-up on the first jobs. */
export async function applyRate(
  env: BenchEnv,
  db: Database,
  { variant, callbacks, perJob }: Consumer,
): Promise<number> {
  const warmUp = Math.round(callbacks / 4 / perJob) * perJob; // to compile, connect and plan
  const ids = await fillInbox(db.pool, callbacks + warmUp);
  await flushQueue(env.REDIS_URL); // removes the jobs of ingest's round
  await using queue = openQueue(callbacksQueue, chooseQueueBackend(env));
  await queue.reached();
  const add = async (share: string[]): Promise<void> => {
    const jobs = Array.from({ length: Math.ceil(share.length / perJob) }, (_, n) =>
      share.slice(n * perJob, (n + 1) * perJob),
    );
    await queue.add(jobs.map((job) => ({ jobId: `bench-${variant}-${job[0]}`, data: { ids: job } })));
  };
  using worker = await startWorkerProcess(variant, env);
  await worker.finish(warmUp, () => add(ids.slice(0, warmUp)));
  return callbacks / (await worker.finish(callbacks, () => add(ids.slice(warmUp))));
}

/** New callbacks per second that the durable ingest service stores; repeats are not counted, they leave nothing to apply. */
export async function ingestRate(env: BenchEnv, load: BenchLoad, seconds: number): Promise<number> {
  using server = await startServer('durable', env);
  await load.run({ port: server.port, seconds: 1, connections: 100 });
  const result = await load.run({ port: server.port, seconds, connections: 100 });
  return (result.requests * DISTINCT_SHARE) / result.seconds;
}

async function flushQueue(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}
