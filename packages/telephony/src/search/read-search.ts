/** The length of the parts by which numbers and names are indexed: a search needs a word as long. */
export const PART_LENGTH = 3;
/** The shortest part of a SID that is searched for, without its prefix `CA`: fewer digits are in too many SIDs. */
export const SID_PART_LENGTH = 4;

/** What a person searches for, in lower case. */
export type Search = {
  /** The text of a number or a name that must be found: any of these. */
  parts: readonly string[];
  /** The hexadecimal digits of a SID, and the prefix if it was given with them; null for a text that is in no SID. */
  sid: { prefix: string | null; digits: string } | null;
};

const NUMBER = /^[+\d\s().\-/\u2010-\u2015]+$/;
const SID = new RegExp(`^(ca|re)?([0-9a-f]{${SID_PART_LENGTH},32})$`);

/**
 * Reads a search: part of a number in any notation, of a name, or of a SID. Undefined for a text without three characters in
 * a row, which would find nearly everything.
 */
export function readSearch(given: string): Search | undefined {
  const text = given.trim().toLowerCase().replace(/\s+/g, ' ');
  const parts = (NUMBER.test(text) ? numberParts(text.replace(/\D/g, '')) : [text]).filter(hasPart);
  const [, prefix = null, digits] = SID.exec(text) ?? [];
  if (parts.length === 0) return undefined;
  return { parts, sid: digits === undefined ? null : { prefix, digits } };
}

/**
 * Stored numbers are E.164. A number that is written with a trunk prefix or `00` (`0171 …`, `0049 171 …`) is in them without
 * its leading zeros, and the end of a number may itself begin with one.
 */
function numberParts(digits: string): string[] {
  const withoutZeros = digits.replace(/^0+/, '');
  return digits !== withoutZeros && withoutZeros.length >= 6 ? [digits, withoutZeros] : [digits];
}

/** Counted in characters, as Postgres does. */
const hasPart = (text: string): boolean => text.split(' ').some((word) => Array.from(word).length >= PART_LENGTH);

/** The beginning and the end of SIDs with this prefix (`CA`) that a search may mean; null where it means none. */
export function sidEnds({ sid }: Search, prefix: 'CA' | 'RE'): { beginning: string | null; ending: string | null } {
  const own = prefix.toLowerCase();
  if (!sid || (sid.prefix ?? own) !== own) return { beginning: null, ending: null };
  return { beginning: own + sid.digits, ending: sid.prefix === null ? sid.digits : null };
}
