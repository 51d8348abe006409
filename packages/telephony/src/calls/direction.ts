import { dialledEmergency, externalNumber, isSipAddress, readParty } from '../numbers/party.ts';

export const DIRECTIONS = ['inbound', 'outbound', 'internal', 'external'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The account's own numbers, E.164. */
export type OwnedNumbers = ReadonlySet<string>;

type Role = 'endpoint' | 'owned' | 'outside';

/**
 * Who called whom, seen from us. A SIP, client, application or SIM address is one of our endpoints, unless its user part
 * is a number (what a SIP phone dials arrives as `sip:+15085140320@domain`) or hides one. Endpoints decide first, owned
 * numbers second.
 */
export function detectDirection(from: string | null, to: string | null, owned: OwnedNumbers): Direction {
  const caller = callerRole(from, owned);
  const called = calledRole(to, owned, caller === 'endpoint');
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

/** A SIP phone may have one of our numbers as its user. */
function callerRole(from: string | null, owned: OwnedNumbers): Role {
  const party = readParty(from);
  if (party.kind === 'endpoint') return 'endpoint';
  if (party.kind !== 'number' || !owned.has(party.number)) return 'outside';
  return isSipAddress(from) ? 'endpoint' : 'owned';
}

/** Bare digits are an extension where one of our phones dials them, unless they are an emergency number. */
function calledRole(to: string | null, owned: OwnedNumbers, isFromEndpoint: boolean): Role {
  if (isFromEndpoint && dialledEmergency(to) !== null) return 'outside';
  const party = readParty(to);
  switch (party.kind) {
    case 'number':
      return owned.has(party.number) ? 'owned' : 'outside';
    case 'endpoint':
      return 'endpoint';
    case 'short':
      return isFromEndpoint ? 'endpoint' : 'outside';
    case 'hidden': // a user of that name: only callers hide
      return isSipAddress(to) ? 'endpoint' : 'outside';
    default:
      return 'outside';
  }
}
