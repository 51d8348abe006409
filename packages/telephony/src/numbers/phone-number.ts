import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js';
import { numberPlan } from './default-country.ts';
import { isEmergencyNumber } from './emergency-number.ts';
import { isCertainStandIn } from './hidden-caller.ts';
import { parseNumber } from './parse-number.ts';

/** Digits, with the marks that people put between them. */
const NOTATION = /^\+?[\d\s()./\u2010-\u2015-]+$/;
const LONGEST = 30;

const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The digits of a number in any notation, with its `+`; null for any other text. */
export function digitsOf(text: string): string | null {
  if (text.length > LONGEST || !NOTATION.test(text) || IP_ADDRESS.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits === '' ? null : text.startsWith('+') ? `+${digits}` : digits;
}

/** The E.164 form of digits from `digitsOf`; null where no numbering plan has such a number, and for a hidden caller. */
export function validNumber(digits: string): string | null {
  if (digits.length < 3 || isCertainStandIn(digits.replace('+', ''))) return null;
  if (digits.startsWith('+')) return ifValid(parseNumber(digits))?.number ?? null;
  return nationalNumber(digits) ?? foreignNumber(digits);
}

/**
 * The E.164 form of a number that can be dialled, with `+`, as in the default country, or with a prefix for abroad. Null
 * for any other text, and for emergency numbers, which no program may call.
 */
export function dialableNumber(text: string): string | null {
  const digits = digitsOf(text.trim());
  return digits === null || isEmergencyNumber(digits) ? null : validNumber(digits);
}

/**
 * A number as it is dialled within the default country: with the trunk prefix where the country has one, or with its own
 * calling code. Without that an extension would become a number: in Germany 1002003 could be +49 1002003.
 */
function nationalNumber(digits: string): string | null {
  const { country, callingCode, trunkPrefix } = numberPlan();
  const number = ifValid(parsePhoneNumberFromString(digits, country));
  if (number?.countryCallingCode !== callingCode) return null;
  const written = number.formatNational();
  if (/^\d+$/.test(written)) return null; // of no known form: an extension, or a short number
  const national = number.nationalNumber;
  const forms = [written.replace(/\D/g, ''), trunkPrefix + national, callingCode + national];
  return forms.includes(digits) ? number.number : null;
}

function foreignNumber(digits: string): string | null {
  const { country, internationalPrefix } = numberPlan();
  if (!internationalPrefix.test(digits)) return null;
  const number = ifValid(parsePhoneNumberFromString(digits, country));
  if (number && digits.endsWith(number.number.slice(1)) && digits.length > number.number.length - 1)
    return number.number;
  return digits.startsWith('00') ? (ifValid(parseNumber(`+${digits.slice(2)}`))?.number ?? null) : null;
}

const ifValid = (number: PhoneNumber | undefined): PhoneNumber | undefined => (number?.isValid() ? number : undefined);

/** The country of an E.164 number, such as `DE`; undefined where it belongs to none, as satellite phones do. */
export const numberCountry = (e164: string): string | undefined => parseNumber(e164)?.country;

/** A number as people write it: `+15085140320` becomes `+1 (508) 514-0320`. */
export function displayNumber(e164: string): string {
  const parsed = parseNumber(e164);
  if (!parsed) return e164;
  return parsed.countryCallingCode === '1' ? `+1 ${parsed.formatNational()}` : parsed.formatInternational();
}
