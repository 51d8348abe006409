import { detectDirection, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { NumberRefusal, NumberRule } from '@trunkline/telephony/dialing';
import { dialledDigits, dialledEmergency, externalNumber, isSipAddress, readParty } from '@trunkline/telephony/numbers';

export type RoutingConfig = {
  /** Where incoming calls ring: `sip:{sipUser}@{sipDomain}`. */
  sipUser: string;
  sipDomain: string;
  ownedNumbers: OwnedNumbers;
  /** Emergency numbers that the account may call; all others are refused. */
  emergencyNumbers: ReadonlySet<string>;
  /** Why a number of the phone network is not dialled. */
  refusalOf: NumberRule;
};

/** What a new call is connected to. */
export type CallRoute =
  | { to: 'number'; number: string; callerId: string | undefined }
  | { to: 'sip'; address: string }
  | { to: 'emergency'; number: string; callerId: string }
  /** An emergency number that is not placed: the caller has to hear it, and dial from another phone. */
  | { to: 'no-emergency'; number: string }
  /** What one of our phones dialled is in the form of an international number, and is none. */
  | { to: 'no-such-number' }
  /** A number that the rule against toll fraud refuses to one of our phones. */
  | { to: 'not-allowed'; refusal: NumberRefusal };

/**
 * Decides where a new call goes: from one of our phones to the dialled number, extension or emergency number, any other to
 * the SIP user. Needs the call's parties only, so that it is also the answer while Postgres is unavailable.
 */
export function routeCall(from: string | null, to: string | null, config: RoutingConfig): CallRoute {
  const desk = { to: 'sip', address: `sip:${config.sipUser}@${config.sipDomain}` } as const;
  const { isOurs, ownNumber } = readCaller(from, config.ownedNumbers);
  const callerId = ownNumber ?? [...config.ownedNumbers][0];
  const emergency = emergencyDialled(to, config.emergencyNumbers);
  if (emergency !== null) {
    // also of a phone that shows a number which is not ours
    const isPlaced = config.emergencyNumbers.has(emergency) && callerId !== undefined;
    return isPlaced ? { to: 'emergency', number: emergency, callerId } : { to: 'no-emergency', number: emergency };
  }
  if (!isOurs) return desk;
  const party = readParty(to);
  const isStandIn = party.kind === 'hidden' && dialledDigits(to)?.startsWith('+') === true;
  if (party.kind === 'invalid' || isStandIn) return { to: 'no-such-number' };
  if (party.kind === 'short') return { to: 'sip', address: `sip:${party.user}@${config.sipDomain}` };
  const direction = detectDirection(from, to, config.ownedNumbers);
  const number = externalNumber(to);
  if (direction === 'outbound' && number !== null) {
    const refusal = config.refusalOf(number);
    return refusal ? { to: 'not-allowed', refusal } : { to: 'number', number, callerId };
  }
  return direction === 'internal' && number === null && isSipAddress(to) ? { to: 'sip', address: sipUri(to!) } : desk;
}

/** A SIP phone may have one of our numbers as its user: then it calls out with that. */
function readCaller(from: string | null, owned: OwnedNumbers): { isOurs: boolean; ownNumber: string | undefined } {
  const party = readParty(from);
  if (party.kind === 'endpoint') return { isOurs: true, ownNumber: undefined };
  const isOurs = party.kind === 'number' && owned.has(party.number) && isSipAddress(from);
  return { isOurs, ownNumber: isOurs ? party.number : undefined };
}

const emergencyDialled = (to: string | null, placed: ReadonlySet<string>): string | null => {
  const digits = dialledDigits(to);
  return digits !== null && placed.has(digits) ? digits : dialledEmergency(to);
};

/** Without the name around it, and with spaces escaped as RFC 3261 demands. */
const sipUri = (to: string): string => (/<([^<>]*)>/.exec(to)?.[1] ?? to).trim().replaceAll(/\s/g, '%20');
