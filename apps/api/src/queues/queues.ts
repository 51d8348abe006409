import { changedQueue, queueName, queuePause, queuesPage, queuesQuery } from '@trunkline/api-contract/queues';
import { addQueuePause, deleteQueuePause, listQueuePauses } from '@trunkline/db/queues';
import { ALL_QUEUES } from '@trunkline/queues';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { actorName } from '../http/record-audit.ts';
import { route, type Route } from '../http/route.ts';
import { describeQueue, describeQueues } from './describe-queue.ts';
import type { Queues } from './queue-board.ts';

const about = { tag: 'Queues' } as const;
const NAMES: readonly string[] = ALL_QUEUES.map(({ name }) => name);

/** Queues: how full they are, and pauses. A pause is a row: the queue's server may forget it. */
export const queueRoutes = (board: Queues): Route[] => [
  route(
    {
      ...about,
      operationId: 'listQueues',
      method: 'get',
      path: '/api/queues',
      permission: 'queues.read',
      summary: 'List queues',
      description:
        'Lists all queues with the numbers of their jobs, the age of the oldest one that waits, and their pauses. A queue whose server does not answer has no numbers.',
      query: queuesQuery,
      answers: { 200: queuesPage },
    },
    async ({ read, query: { limit }, request, response }) => {
      const after = readCursor(request, /^[a-z]+$/)?.after;
      const all = await describeQueues(board, await read(listQueuePauses));
      const rest = all.slice(all.findIndex(({ name }) => name === after) + 1);
      const found = { rows: rest.slice(0, limit), hasMore: rest.length > limit };
      const last = lastOf(found, ({ name }) => name);
      return { json: { data: found.rows, page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'pauseQueue',
      method: 'post',
      path: '/api/queues/:name/pause',
      permission: 'queues.manage',
      summary: 'Pause a queue',
      description:
        'Workers finish the jobs that run and take no others; relays and work without the queue stop too, within 10 seconds. Ingest goes on: callbacks are stored, acknowledged and wait. 409 if it is paused already.',
      params: { name: queueName },
      body: queuePause,
      answers: { 200: changedQueue },
    },
    async ({ change, read, actor, body, params: { name } }) => {
      requireKnown(name);
      const pause = { queue: name, reason: body.reason, pausedBy: actorName(actor) };
      await change({ event: 'queue.paused', entity: `queue:${name}` }, async (tx) => {
        if (!(await addQueuePause(tx, pause)))
          throw new Problem('invalid_state_transition', 'The queue is paused already. GET /api/queues says why.');
      });
      const applied = await setPaused(board, name, true);
      return { json: { ...(await describeQueue(board, name, await read(listQueuePauses))), applied } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'resumeQueue',
      method: 'post',
      path: '/api/queues/:name/resume',
      permission: 'queues.manage',
      summary: 'Resume a queue',
      description:
        'Lets workers take jobs again, within 10 seconds; also where the queue was paused on the board. While the server of the queue is unavailable, work without the queue goes on; repeat the request once it answers. 409 if it is not paused.',
      params: { name: queueName },
      answers: { 200: changedQueue },
    },
    async ({ change, read, params: { name } }) => {
      requireKnown(name);
      const isPausedThere = await board.use(name, (queue) => queue.isPaused()).catch(() => false);
      await change({ event: 'queue.resumed', entity: `queue:${name}` }, async (tx) => {
        if (!(await deleteQueuePause(tx, name)) && !isPausedThere)
          throw new Problem('invalid_state_transition', 'The queue is not paused.');
      });
      const applied = await setPaused(board, name, false);
      return { json: { ...(await describeQueue(board, name, await read(listQueuePauses))), applied } };
    },
  ),
];

function requireKnown(name: string): void {
  if (!NAMES.includes(name)) throw new Problem('not_found', `No queue has this name. Queues: ${NAMES.join(', ')}.`);
}

/** Stops or starts all workers at once; false where its server is unavailable. */
const setPaused = (board: Pick<Queues, 'use'>, name: string, isPaused: boolean): Promise<boolean> =>
  board
    .use(name, (queue) => (isPaused ? queue.pause() : queue.resume()))
    .then(
      () => true,
      () => false,
    );
