import { pinnedSession, type SessionSettings } from '@trunkline/service/postgres-session';
import pg from 'pg';

/** Runs `work` in a session of its own, which may break at any moment and is ended in any case. */
export async function withSession<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  settings: SessionSettings = {},
): Promise<T> {
  const client = new pg.Client(pinnedSession(url, settings));
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
