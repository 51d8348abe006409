import { pinnedSession } from '@trunkline/service/postgres-session';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { ALL_QUEUES } from './all-queues.ts';
import { QUEUE_SCHEMA } from './queue-backend.ts';

/**
 * Creates or updates the queues' tables in Postgres, as their owner, for apps that may not. The first id of a queue creates
 * its sequence.
 */
export async function createQueueTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client(pinnedSession(databaseUrl));
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
    for (const { name } of ALL_QUEUES) await client.query(`select ${QUEUE_SCHEMA}.next_job_id($1)`, [name]);
  } finally {
    await client.end();
  }
}
