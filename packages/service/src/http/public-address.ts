import { lookup } from 'node:dns';
import { lookup as lookupNow } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { openAddressList } from './address-list.ts';

/** Ranges outside the public internet: this machine, its networks, their metadata services, and translations to them. */
const NOT_PUBLIC = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3',
  '::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8',
]
  .join(' ')
  .split(' ');

const isBlocked = openAddressList(NOT_PUBLIC);

/** A name or an address that leads into a private network. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

/** True for an address of the public internet. IPv4 written as IPv6 counts as IPv4. */
export const isPublicAddress = (address: string): boolean => isIP(address) !== 0 && !isBlocked(address);

const LOOKUP_WITHIN_MS = 2000;

/**
 * True if the host of a URL certainly leads into a private network: an address, a name of this machine, or a name with an
 * address that is not public. False also for a name that does not resolve within 2 s: it may be registered later.
 */
export async function isPrivateHost(hostname: string): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) return !isPublicAddress(host);
  if (/(?:^|\.)localhost$/i.test(host)) return true;
  const addresses = await Promise.race([
    lookupNow(host, { all: true }).catch(() => []),
    new Promise<[]>((resolve) => setTimeout(resolve, LOOKUP_WITHIN_MS, []).unref()),
  ]);
  return addresses.some(({ address }) => !isPublicAddress(address));
}

/**
 * Resolves a name for a connection, and refuses it where any of its addresses is not public. The checked addresses are the
 * ones connected to: a name that resolves differently the next time gains nothing.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new PrivateAddressError(`${hostname} does not lead to the public internet`), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};
