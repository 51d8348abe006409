import type { IncomingMessage } from 'node:http';

/** What proxies add. Each is a sign that the request began on another machine. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/** True where a request carries the mark of a proxy: its peer is not who asks. */
export const cameThroughProxy = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  PROXY_HEADERS.some((name) => headers[name] !== undefined);
