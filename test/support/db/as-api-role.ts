import { API_ROLE } from '@trunkline/access';

/** The same database as api logs in to it; the Postgres of tests believes whoever does. */
export function asApiRole(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = API_ROLE;
  return url.href;
}
