/** The migrated database that others are cloned from; nobody connects to it. */
export const TEMPLATE = 'trunkline_template';

/** The same server, another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
