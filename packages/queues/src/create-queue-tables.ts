import { pinnedSession } from '@trunkline/service/postgres-session';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { callbacksQueue } from './callbacks-queue.ts';
import { dialerQueue } from './dialer-queue.ts';
import { notifyQueue } from './notify-queue.ts';
import { QUEUE_SCHEMA } from './queue-backend.ts';
import { reconcileQueue } from './reconcile-queue.ts';
import { recordingsQueue } from './recordings-queue.ts';
import { transcriptionQueue } from './transcription-queue.ts';

const QUEUES = [callbacksQueue, dialerQueue, notifyQueue, reconcileQueue, recordingsQueue, transcriptionQueue];

/**
 * Creates or updates the queues' tables in Postgres, as their owner, for apps that may not. The first id of a queue creates
 * its sequence.
 */
export async function createQueueTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client(pinnedSession(databaseUrl));
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
    for (const { name } of QUEUES) await client.query(`select ${QUEUE_SCHEMA}.next_job_id($1)`, [name]);
  } finally {
    await client.end();
  }
}
