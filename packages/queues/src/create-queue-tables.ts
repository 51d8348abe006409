import { pinnedSession } from '@trunkline/service/postgres-session';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { QUEUE_SCHEMA } from './queue-backend.ts';

/** `npm run db:queues`: creates or updates the queues' tables in Postgres, as their owner, for apps that may not. */
export async function createQueueTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client(pinnedSession(databaseUrl));
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the owner of the tables.');
  await createQueueTables(DATABASE_URL);
}
