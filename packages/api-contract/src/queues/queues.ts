import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';

const count = (what: string, example = 0) =>
  described(z.int().nullable(), `${what}; null while the queue's server is unavailable`, example);

/** A queue and its jobs. */
export const queue = z
  .object({
    name: described(z.string(), 'Name of the queue', 'callbacks'),
    backend: described(z.enum(['redis', 'postgres']), 'Where its jobs are'),
    available: described(z.boolean(), 'False while its server does not answer; the rows of its jobs are in Postgres'),
    waiting: count('Jobs that wait for a worker, or for the end of the pause', 12),
    active: count('Jobs that run', 4),
    delayed: count('Jobs that wait for their time', 3),
    failed: count('Jobs that were given up and are kept to look at'),
    paused: described(z.boolean(), 'True while no worker takes its jobs'),
    held: described(z.int().nullable(), 'Waiting jobs that the pause holds back; 0 where it runs', 0),
    oldest_waiting_at: described(timestamp.nullable(), 'When the job that waits longest was added'),
    oldest_waiting_seconds: described(z.number().nullable(), 'How long it has waited, in seconds', 0.4),
    pause: described(
      z.object({ reason: z.string(), paused_by: z.string(), paused_at: timestamp }).nullable(),
      'Who paused it and why; null also where it was paused on the board',
    ),
  })
  .meta({ id: 'Queue' });

export const queuesQuery = z.strictObject(paging);

export const queuesPage = listOf(queue).meta({ id: 'QueuesPage' });

export const queuePause = z
  .strictObject({ reason: described(storedText(500), 'Why, for the audit', 'The CRM is being moved') })
  .meta({ id: 'QueuePauseRequest' });

export const changedQueue = queue
  .extend({
    applied: described(
      z.boolean(),
      'True if the server of the queue knows of the change. False while it is unavailable: workers learn of it by their next heartbeat',
    ),
  })
  .meta({ id: 'ChangedQueue' });

export const queueName = described(z.string(), 'Name of the queue', 'callbacks');
