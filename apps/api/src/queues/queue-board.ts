import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { ALL_QUEUES, type QueueBackend } from '@trunkline/queues';
import { inBackground, type Logger } from '@trunkline/service';
import type { Express } from 'express';
import { setTimeout as delay } from 'node:timers/promises';

export const BOARD_PATH = '/admin/queues';

const RETRY_AFTER_MS = 1000;
const CLOSE_WITHIN_MS = 1500;
const ANSWER_WITHIN_MS = 1500;

type BoardQueue = ReturnType<QueueBackend['createQueue']>;

/** The queues, once their server is reached. */
export type Queues = {
  /** Where they are. */
  kind: QueueBackend['kind'];
  /** Runs work on the queue of this name; rejects within 1.5 s where its server does not answer. */
  use: <T>(name: string, work: (queue: BoardQueue) => Promise<T>) => Promise<T>;
};

export type QueueBoard = AsyncDisposable & Queues & { app: Express };

/** Opens Bull Board. It never blocks the start: a queue appears once its server is reached. */
export function openQueueBoard(backend: QueueBackend, isWritable: boolean, log: Logger): QueueBoard {
  const serverAdapter = new ExpressAdapter().setBasePath(BOARD_PATH);
  const options = { uiConfig: { boardTitle: 'Trunkline' } };
  const board = createBullBoard({ queues: [], serverAdapter, options });
  const closing = new AbortController();
  const reached = new Map<string, BoardQueue>();
  const show = async (name: string): Promise<void> => {
    const queue = await reachQueue(backend, name, closing.signal);
    if (!queue) return;
    reached.set(name, queue);
    board.addQueue(new BullMQAdapter(queue, { readOnlyMode: !isWritable }));
  };
  for (const { name } of ALL_QUEUES) inBackground('queue board', log, () => show(name));
  return {
    app: (serverAdapter.getRouter() as Express).disable('x-powered-by'),
    kind: backend.kind,
    async use(name, work) {
      const queue = reached.get(name);
      if (!queue) throw new Error('The queue was not reached yet: start its server');
      const patience = new AbortController();
      try {
        return await Promise.race([work(queue), giveUp(patience.signal)]);
      } finally {
        patience.abort();
      }
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all([...reached.values()].map(close));
    },
  };
}

/** Opens queues until one connects: a BullMQ queue whose first connection fails never connects. */
async function reachQueue(backend: QueueBackend, name: string, closing: AbortSignal): Promise<BoardQueue | undefined> {
  while (!closing.aborted) {
    const queue = backend.createQueue(name);
    queue.on('error', () => {}); // the board shows it
    const isReady = await queue.waitUntilReady().then(
      () => !closing.aborted,
      () => false,
    );
    if (isReady) return queue;
    await close(queue);
    await delay(RETRY_AFTER_MS, undefined, { ref: false });
  }
  return undefined;
}

/** Closes a queue, at most 1.5 s: one whose server is unavailable would wait for it. */
const close = (queue: BoardQueue): Promise<void> =>
  Promise.race([queue.close().catch(() => {}), delay(CLOSE_WITHIN_MS, undefined, { ref: false })]);

async function giveUp(signal: AbortSignal): Promise<never> {
  await delay(ANSWER_WITHIN_MS, undefined, { signal }).catch(() => {});
  throw new Error(`The server of the queue did not answer in ${ANSWER_WITHIN_MS} ms`);
}
