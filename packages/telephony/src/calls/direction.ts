import { externalNumber } from '../numbers/phone-number.ts';

export const DIRECTIONS = ['inbound', 'outbound', 'internal', 'external'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The account's own numbers, E.164. */
export type OwnedNumbers = ReadonlySet<string>;

type Party = 'endpoint' | 'owned' | 'outside';

/**
 * Who called whom, seen from us. A SIP or client address is one of our endpoints, unless its user part is a number
 * (what a SIP phone dials arrives as `sip:+15085140320@domain`). Endpoints decide first, owned numbers second.
 */
export function detectDirection(from: string | null, to: string | null, owned: OwnedNumbers): Direction {
  const [caller, called] = [partyOf(from, owned), partyOf(to, owned)];
  if (caller === 'endpoint') return called === 'outside' ? 'outbound' : 'internal';
  if (called === 'endpoint') return 'inbound';
  if (caller === 'owned') return called === 'owned' ? 'internal' : 'outbound';
  return called === 'owned' ? 'inbound' : 'external';
}

/** The number of the person outside, or null where there is none (calls between our own endpoints, hidden callers). */
export function outsideNumber(direction: Direction, from: string | null, to: string | null): string | null {
  if (direction === 'internal') return null;
  if (direction === 'outbound') return externalNumber(to);
  return externalNumber(from) ?? (direction === 'external' ? externalNumber(to) : null);
}

function partyOf(address: string | null, owned: OwnedNumbers): Party {
  if (!address) return 'outside';
  const number = externalNumber(address);
  if (number !== null && owned.has(number)) return 'owned';
  if (/^(?:sips?|client):/i.test(address) && number === null) return 'endpoint';
  return 'outside';
}
