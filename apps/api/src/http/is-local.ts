import { isProxied } from '@trunkline/service';
import type { IncomingMessage } from 'node:http';

const LOOPBACK_ADDRESS = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * True where a request really comes from this machine. The name it was made to counts too: a page on the internet can
 * let its own name point here (DNS rebinding), but then that name is in `Host`.
 */
export function isLocal({ socket, headers, httpVersion }: Pick<IncomingMessage, 'socket' | 'headers' | 'httpVersion'>) {
  if (!LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '')) return false;
  if (isProxied({ headers })) return false;
  if (httpVersion !== '1.1') return false; // nginx without settings: HTTP/1.0, no header added, and its own target as Host
  return LOOPBACK_HOST.test(headers.host ?? '');
}
