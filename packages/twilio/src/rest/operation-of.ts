/**
 * The kind of a request, such as `GET Calls/{sid}/Events`: few enough values for a metric's label. In Twilio's paths
 * collections and the names of their members alternate.
 */
export function operationOf(method: string, path: string): string {
  const segments = path
    .replace(ROOT, '')
    .replace(/\.json$/, '')
    .split('/');
  return `${method} ${segments.map((segment, i) => (i % 2 === 0 ? segment : '{sid}')).join('/')}`;
}

const ROOT = /^\/(?:2010-04-01\/Accounts\/AC[0-9a-fA-F]{32}|v\d+)\//;
