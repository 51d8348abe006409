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

type BoardQueue = ReturnType<QueueBackend['createQueue']>;

export type QueueBoard = AsyncDisposable & { app: Express };

/** Opens Bull Board. It never blocks the start: a queue appears once its server is reached. */
export function openQueueBoard(backend: QueueBackend, isWritable: boolean, log: Logger): QueueBoard {
  const serverAdapter = new ExpressAdapter().setBasePath(BOARD_PATH);
  const options = { uiConfig: { boardTitle: 'Trunkline' } };
  const board = createBullBoard({ queues: [], serverAdapter, options });
  const closing = new AbortController();
  const reached: BoardQueue[] = [];
  const show = async (name: string): Promise<void> => {
    const queue = await reachQueue(backend, name, closing.signal);
    if (!queue) return;
    reached.push(queue);
    board.addQueue(new BullMQAdapter(queue, { readOnlyMode: !isWritable }));
  };
  for (const { name } of ALL_QUEUES) inBackground('queue board', log, () => show(name));
  return {
    app: (serverAdapter.getRouter() as Express).disable('x-powered-by'),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all(reached.map(close));
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
