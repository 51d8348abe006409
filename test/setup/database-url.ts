/** The migrated database from which each test file's database is cloned; nothing stays connected to it. */
export const TEMPLATE = 'trunkline_template';

/** The URL of another database on the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
