import { callbacksQueue, chooseQueueBackend, startWorker } from '@trunkline/queues';
import { openLogger } from '@trunkline/service';
import { answerCpu } from './serve-bench.ts';

/** Consumes the queue with `handle`; reports to the parent how many callbacks each job had. */
export function consumeBench(concurrency: number, handle: (ids: string[]) => Promise<void>): void {
  const backend = chooseQueueBackend({
    DATABASE_URL: process.env['DATABASE_URL']!,
    REDIS_URL: process.env['REDIS_URL'],
  });
  startWorker(
    callbacksQueue,
    backend,
    async ({ ids }) => {
      await handle(ids);
      process.send?.({ done: ids.length });
    },
    {
      concurrency,
      onError: (error) => console.error(error),
      onGivenUp: async (_data, error) => console.error(error),
      log: openLogger('bench', 'warn'),
    },
  );
  process.send?.({ port: 0 });
  answerCpu();
}
