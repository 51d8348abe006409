import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { metrics } from '../metrics.ts';

type Limits = {
  /** Connections of peers that have proven nothing, in total. */
  total: number;
  /** The same from one address. */
  perAddress: number;
  /** True for an address that stands for many peers, as that of a proxy. */
  isShared: (address: string) => boolean;
};

export type Strangers = {
  /** This peer has proven who it is: its connection is no longer closed for others, and may stay idle for long. */
  vouchFor: (socket: Socket) => void;
};

const closed = metrics.counter(
  'connections_closed_total',
  'Connections of unproven peers that were closed to make room, by limit',
  ['limit'],
);

/**
 * Keeps unproven peers from holding the places of a server: one more of them than a limit allows closes the oldest of
 * them, never the new one, which may be the one that matters.
 */
export function limitStrangers(server: Server, { total, perAddress, isShared }: Limits): Strangers {
  const all = new Set<Socket>(); // the oldest first
  const byAddress = new Map<string, Set<Socket>>();

  function forget(socket: Socket, address: string): void {
    all.delete(socket);
    const same = byAddress.get(address);
    same?.delete(socket);
    if (same?.size === 0) byAddress.delete(address);
  }
  const addresses = new WeakMap<Socket, string>();
  /** Counts it no longer at once: its `close` comes after all connections that arrive together. */
  const closeOldest = (sockets: Set<Socket>, limit: string): void => {
    const [oldest] = sockets;
    if (!oldest) return;
    closed.inc({ limit });
    forget(oldest, addresses.get(oldest) ?? '');
    oldest.destroy();
  };

  server.on('connection', (socket: Socket) => {
    const address = networkOf(socket.remoteAddress ?? '');
    addresses.set(socket, address);
    all.add(socket);
    const same = byAddress.get(address) ?? new Set();
    byAddress.set(address, same.add(socket));
    socket.once('close', () => forget(socket, address));
    if (same.size > perAddress && !isShared(socket.remoteAddress ?? '')) closeOldest(same, 'address');
    else if (all.size > total) closeOldest(all, 'total');
  });
  return { vouchFor: (socket) => forget(socket, addresses.get(socket) ?? '') };
}

/** The network that one person may have all addresses of: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0')].slice(0, 4).join(':');
}
