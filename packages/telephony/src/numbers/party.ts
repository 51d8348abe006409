import { onCountryChange, numberPlan } from './default-country.ts';
import { emergencyNumber } from './emergency-number.ts';
import { asksForPrivacy, isCertainStandIn, isHiddenHost, isHiddenWord, isLikelyStandIn } from './hidden-caller.ts';
import { digitsOf, displayNumber, validNumber } from './phone-number.ts';

/** What a `From` or `To` says. Only `number` has a number; nothing else is ever guessed to be one. */
export type Party =
  /** A person's number, E.164 and valid. */
  | { kind: 'number'; number: string }
  /** Keeps the number hidden. */
  | { kind: 'hidden' }
  /** One of our endpoints, by its user or id; a SIP phone's extension too. */
  | { kind: 'endpoint'; user: string }
  /** Digits that are no number: an extension or a short code. */
  | { kind: 'short'; user: string }
  /** In the form of an international number, but of no numbering plan. */
  | { kind: 'invalid' }
  /** A name, or an address of another network. */
  | { kind: 'other' }
  | { kind: 'nothing' };

/** Reading takes 20 µs, and every callback of a call names the same two parties. */
const known = new Map<string, Party>();
const KNOWN_AT_MOST = 10_000;
onCountryChange(() => known.clear());

/** Reads a `From` or `To`. Never throws: a party of unknown form costs the number, and not the call. */
export function readParty(text: string | null): Party {
  if (text === null || text === '') return NOTHING;
  const read = known.get(text);
  if (read) return read;
  if (known.size >= KNOWN_AT_MOST) known.clear();
  const party = parseParty(text);
  if (text.length <= 300) known.set(text, party);
  return party;
}

/** The E.164 number in a `From` or `To`; null where it has none, and for hidden callers. */
export function externalNumber(text: string | null): string | null {
  const party = readParty(text);
  return party.kind === 'number' ? party.number : null;
}

/** A party as people write it: a number, the user of an address, `Hidden caller`; else what Twilio says. */
export function displayParty(text: string | null): string {
  const party = readParty(text);
  switch (party.kind) {
    case 'number':
      return displayNumber(party.number);
    case 'hidden':
      return 'Hidden caller';
    case 'nothing':
      return 'Unknown';
    case 'endpoint':
      return party.user || 'Unknown';
    default:
      return (
        text!
          .trim()
          .replace(/^sips?:/i, '')
          .replace(/@.*$/s, '') || 'Unknown'
      );
  }
}

export const isSipAddress = (text: string | null): boolean => /^\s*(?:"?[^"<]*"?\s*<)?sips?:/i.test(text ?? '');

/** The digits that a `To` dials, with a `+` if it has one: `911` of `sip:911@example.com`; null for anything else. */
export function dialledDigits(to: string | null): string | null {
  if (to === null || to.length > 300) return null;
  const address = NAMED.exec(to)?.[2] ?? to;
  const user = /^\s*(?:(?:sips?|tel):)?([^@;?:]*)/i.exec(address)?.[1] ?? '';
  return digitsOf(decoded(user).trim());
}

/** The emergency number that a `To` dials, such as `911`; null for anything else. */
export function dialledEmergency(to: string | null): string | null {
  const digits = dialledDigits(to);
  return digits === null ? null : emergencyNumber(digits);
}

const NOTHING: Party = { kind: 'nothing' };
const HIDDEN: Party = { kind: 'hidden' };
const OTHER: Party = { kind: 'other' };

/** `"Anonymous" <sip:anonymous@anonymous.invalid>`, as a SIP header has it. */
const NAMED = /^\s*"?([^"<]{0,200}?)"?\s*<([^<>]{1,300})>[^<>]*$/s;
/** User, password, host and port, parameters and headers. */
const ADDRESS = /^(?:(sips?):)?([^@;?]*)@([^;?]*)(.*)$/is;
const SCHEME = /^(client|app|sim):(.*)$/is;
const FOREIGN = /^[a-z][a-z0-9+.-]{0,30}:/i;

function parseParty(text: string): Party {
  const [, name = '', inside] = NAMED.exec(text) ?? [];
  if (inside !== undefined && isHiddenWord(name)) return HIDDEN;
  const address = (inside ?? text).trim();
  if (address === '') return NOTHING;
  const [, scheme, ofScheme] = SCHEME.exec(address) ?? [];
  if (scheme !== undefined) return { kind: 'endpoint', user: scheme.toLowerCase() === 'client' ? ofScheme! : address };
  const [, sip, user, host, parameters] = ADDRESS.exec(address) ?? [];
  if (user !== undefined) return parseAddress({ isSip: sip !== undefined, user, host: host!, parameters: parameters! });
  if (/^sips?:/i.test(address)) return parseHostless(address);
  if (FOREIGN.test(address)) return OTHER;
  return isHiddenWord(address) ? HIDDEN : (parseDigits(address) ?? OTHER);
}

/** `sip:+15085140320` has a user, `sip:10.0.0.1` has a host alone. */
function parseHostless(address: string): Party {
  const [, user = '', parameters = ''] = /^sips?:([^;?]*)(.*)$/is.exec(address) ?? [];
  const isUser = /^(?:\+|%2B)?\d+$/i.test(user) || isHiddenWord(user);
  return isUser ? parseAddress({ isSip: true, user, host: '', parameters }) : { kind: 'endpoint', user };
}

type Address = { isSip: boolean; user: string; host: string; parameters: string };

function parseAddress({ isSip, user: userInfo, host, parameters }: Address): Party {
  const user = decoded(userInfo.replace(/:.*$/s, '')).trim();
  const isHidden = isHiddenWord(user) || isHiddenHost(host.replace(/:\d+$/, '')) || asksForPrivacy(parameters);
  if (isHidden) return HIDDEN;
  const party = parseDigits(user);
  if (party && party.kind !== 'short' && !(party.kind === 'hidden' && user.length < 7)) return party;
  return isSip ? { kind: 'endpoint', user } : OTHER;
}

function parseDigits(text: string): Party | undefined {
  const digits = digitsOf(text);
  if (digits === null) return undefined;
  const plain = digits.replace('+', '');
  if (isCertainStandIn(plain)) return HIDDEN;
  const number = validNumber(digits);
  if (number !== null) return { kind: 'number', number };
  if (isLikelyStandIn(plain)) return HIDDEN;
  const isInternational = digits.startsWith('+') || numberPlan().internationalPrefix.test(digits);
  return isInternational ? { kind: 'invalid' } : { kind: 'short', user: digits };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
