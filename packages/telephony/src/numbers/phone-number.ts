import { parsePhoneNumberFromString } from 'libphonenumber-js';

const E164 = /^\+[1-9]\d{6,14}$/;
const SIP_USER = /^sips?:([^@;?]+)/i;

/** The E.164 number in a `From` or `To`: a plain number, or the dialled number in a SIP address; null for anything else. */
export function externalNumber(party: string | null): string | null {
  if (!party) return null;
  const text = SIP_USER.exec(party)?.[1] ?? party;
  if (E164.test(text)) return text;
  if (!/^\+?[\d\s().-]{7,20}$/.test(text)) return null;
  return parsePhoneNumberFromString(text, 'US')?.number ?? null;
}

/** The E.164 form of a number that can be dialled, given with its country code or as in the US; null for any other text. */
export function dialableNumber(text: string): string | null {
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: 'US', extract: false });
  return parsed?.isValid() === true ? parsed.number : null;
}

/** The country of an E.164 number, such as `DE`; undefined where it belongs to none, as satellite phones do. */
export const numberCountry = (e164: string): string | undefined => parsePhoneNumberFromString(e164)?.country;

/** A number as people write it: `+15085140320` becomes `+1 (508) 514-0320`. */
export function displayNumber(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (!parsed) return e164;
  return parsed.countryCallingCode === '1' ? `+1 ${parsed.formatNational()}` : parsed.formatInternational();
}
