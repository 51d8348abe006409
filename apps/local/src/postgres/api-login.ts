import { randomBytes } from 'node:crypto';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import type { LocalConfig } from '../config.ts';

const ROLE = 'trunkline_api'; // created by a migration, without a password

/**
 * Returns the database URL with the login of api, which row-level security applies to. The embedded PostgreSQL trusts
 * every login from this machine; on a server of your own the role gets a new password at each start.
 */
export async function prepareApiLogin(
  { DATABASE_URL, API_DATABASE_URL }: Pick<LocalConfig, 'DATABASE_URL' | 'API_DATABASE_URL'>,
  databaseUrl: string,
): Promise<string> {
  if (API_DATABASE_URL !== undefined) return API_DATABASE_URL;
  const url = new URL(databaseUrl);
  url.username = ROLE;
  if (DATABASE_URL === undefined) return url.href;
  url.password = randomBytes(24).toString('hex');
  await setPassword(databaseUrl, url.password);
  return url.href;
}

async function setPassword(databaseUrl: string, password: string): Promise<void> {
  const client = new pg.Client(pinnedSession(databaseUrl));
  await client.connect();
  await client.query(`alter role ${ROLE} password ${client.escapeLiteral(password)}`);
  await client.end();
}
