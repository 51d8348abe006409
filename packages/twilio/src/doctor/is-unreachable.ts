import { isPublicAddress } from '@trunkline/service';
import { isIP } from 'node:net';

/** True for the host of a URL that Twilio cannot reach: a private address, IPv6, or a name that is known here only. */
export const isUnreachable = (hostname: string): boolean =>
  isIP(hostname) === 4 ? !isPublicAddress(hostname) : /^(?:localhost|.*\.local|.*\.internal|\[.*\])$/.test(hostname);
