import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js';

/** Parsing takes 20 µs; worker-status validates and writes out the number of every new call. */
const known = new Map<string, PhoneNumber | undefined>();
const KNOWN_AT_MOST = 5000;

/** A number that begins with `+`; undefined where it cannot be parsed. It may still be invalid. */
export function parseNumber(text: string): PhoneNumber | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= KNOWN_AT_MOST) known.clear();
  const number = parsePhoneNumberFromString(text);
  if (text.length <= 20) known.set(text, number);
  return number;
}
