/** The same database as the API logs in to it; the embedded server asks nobody for a password. */
export function apiLogin(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = 'trunkline_api';
  url.password = '';
  return url.href;
}
