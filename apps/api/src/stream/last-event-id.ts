import type { IncomingHttpHeaders } from 'node:http';

/**
 * Where a client wants to go on: null for one that begins, infinite for an id that was never given. The header comes from
 * the last frame; the address is what the client began with. Both can be anything.
 */
export function readLastEventId(headers: IncomingHttpHeaders, inAddress: string | undefined): number | null {
  const header = headers['last-event-id'];
  const given = (typeof header === 'string' && header !== '' ? header : inAddress) ?? '';
  if (given === '') return null;
  return /^\d{1,15}$/.test(given) ? Number(given) : Infinity;
}
