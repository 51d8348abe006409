import { APPS_WITH_LOGIN, keySql, loginOf, passwordSql } from '@trunkline/access';
import { createQueueTables } from '@trunkline/queues';
import { pinnedSession } from '@trunkline/service/postgres-session';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { LocalConfig } from '../config.ts';

/** The URL by which each app logs in to the database, by the app's name. */
export type LoginUrls = ReadonlyMap<string, string>;

/** Gives the login of every app a new password, and creates what the apps may not: the tables of the queues. */
export async function prepareLogins(
  { API_DATABASE_URL, REDIS_URL }: Pick<LocalConfig, 'API_DATABASE_URL' | 'REDIS_URL'>,
  databaseUrl: string,
): Promise<LoginUrls> {
  const client = new pg.Client(pinnedSession(databaseUrl));
  await client.connect();
  const urls = new Map<string, string>();
  try {
    for (const app of APPS_WITH_LOGIN) {
      const isGiven = app === 'api' && API_DATABASE_URL !== undefined;
      const url = new URL(isGiven ? API_DATABASE_URL : databaseUrl);
      if (!isGiven) Object.assign(url, { username: loginOf(app), password: randomBytes(24).toString('hex') });
      const statements = isGiven ? keySql(decodeURIComponent(url.password)) : passwordSql(app, url.password);
      for (const sql of statements) await client.query(sql);
      urls.set(app, url.href);
    }
  } finally {
    await client.end();
  }
  if (REDIS_URL === undefined) await createQueueTables(databaseUrl);
  return urls;
}
