import { pinnedSession } from '@trunkline/service/postgres-session';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { QUEUE_SCHEMA } from './queue-backend.ts';

/** Creates or updates the queues' tables in Postgres, as their owner, for apps that may not. */
export async function createQueueTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client(pinnedSession(databaseUrl));
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
