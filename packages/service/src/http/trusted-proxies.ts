import type { Request } from 'express';
import { isIP } from 'node:net';
import { commaList } from '../env.ts';

/** Variables of every process that counts or records the addresses of its clients. */
export const trustedProxiesEnv = {
  TRUSTED_PROXIES: commaList
    .superRefine((items, context) => {
      for (const item of items) {
        const message = faultOf(item);
        if (message) context.addIssue({ code: 'custom', message });
      }
    })
    .describe(
      'addresses and CIDRs of your proxies, comma-separated, such as 10.0.0.0/8: only their X-Forwarded-For names the client; default: no proxy',
    ),
};

/** The widest networks that are private: 10.0.0.0/8 and fc00::/7. A wider one would trust strangers. */
const MIN_PREFIX: Readonly<Record<number, number>> = { 4: 8, 6: 7 };
const REMEDY = 'List the addresses of your proxies, such as 10.1.2.3, 10.0.0.0/8 or fd00::/8, separated by commas';

/** What is wrong with an item of the list; undefined for an address or a CIDR that names proxies. */
function faultOf(item: string): string | undefined {
  const [, address = '', prefix] = /^([^/%]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(item) ?? [];
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || Number(prefix ?? bits) > bits) return `${item} is neither an address nor a CIDR. ${REMEDY}`;
  if (version === 6 && isMapped(address)) return `${item} is IPv4 written as IPv6: write it as IPv4`;
  if (Number(prefix ?? bits) < MIN_PREFIX[version]!)
    return `${item} trusts most of the internet, so that any sender could choose its address. ${REMEDY}`;
  return undefined;
}

const isMapped = (address: string): boolean => new URL(`http://[${address}]`).hostname.startsWith('[::ffff:');

/**
 * The address of the client, where Express' `trust proxy` is TRUSTED_PROXIES: the last address of X-Forwarded-For that is
 * no trusted proxy, or the peer. Some proxies add the port of the client, which is left out.
 */
export function clientAddress({ ip = '', socket }: Pick<Request, 'ip' | 'socket'>): string {
  const [, bracketed, ipv4] = /^\[(.+)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/.exec(ip) ?? [];
  const address = bracketed ?? ipv4 ?? ip;
  return isIP(address) === 0 ? (socket.remoteAddress ?? '') : address;
}
