import { callbacksQueue, chooseQueueBackend, openQueue } from '@trunkline/queues';
import { appendAudit } from '@trunkline/db/audit';
import { eventually } from '../../support/eventually.ts';
import type { CanaryStack } from './open-stack.ts';

/** Puts a text into places where it does not belong, the way a fault would; returns the names of those places. */
export async function plant({ db, redis, databaseUrl }: CanaryStack, text: string): Promise<string[]> {
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis?.url };
  await using queue = openQueue(callbacksQueue, chooseQueueBackend(env));
  await eventually(() => queue.add([{ jobId: text, data: { ids: ['1'] } }]), { timeoutMs: 10_000 }); // once the queue is reached
  const entry = {
    requestId: text,
    actorId: 'operator',
    role: 'superadmin',
    route: 'GET /',
    entity: '-',
    event: 'planted',
  };
  await appendAudit(db.pool, { ...entry, result: 'ok' });
  await db.pool.query(`select tell_stream('canary.planted', 'call', $1)`, [text]);
  return [redis ? 'Redis' : 'queues in Postgres', 'queue board', 'audit_events', 'stream_events'];
}
