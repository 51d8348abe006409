import { isSupportedCountry, parsePhoneNumberFromString, type NumberType } from 'libphonenumber-js/max';
import { dialableNumber, numberCountry } from '../numbers/phone-number.ts';

/** What decides which numbers are dialled. Numbers are E.164. */
export type NumberRuleSettings = {
  /** Countries that may be called, such as `US`. */
  countries: ReadonlySet<string>;
  /** Single numbers that may be called, of any country and type. */
  allowedNumbers: ReadonlySet<string>;
  /** The only numbers that may be called, for a trial; they are allowed like `allowedNumbers`. Undefined: no such list. */
  onlyNumbers?: ReadonlySet<string> | undefined;
};

/** Why a number is not dialled; `rule` names the part that refuses, `setting` the variable that permits it. */
export type NumberRefusal = {
  rule: 'not-dialable' | 'not-listed' | 'international-network' | 'number-type' | 'country';
  setting: string | null;
  /** A sentence with the remedy, without the number. */
  detail: string;
};

/** Decides whether a number is dialled: null if so. */
export type NumberRule = (number: string) => NumberRefusal | null;

/** Types of libphonenumber that cost what a call costs. A number of any other type, or of none, is refused. */
const ALLOWED_TYPES: ReadonlySet<NumberType> = new Set<NumberType>([
  'FIXED_LINE',
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'VOIP',
  'TOLL_FREE',
]);

/**
 * The one rule for the numbers that we dial, against toll fraud: it precedes every order, every request to Twilio and every
 * `<Dial>` to a number. It needs the complete metadata: the smaller ones have no types. Throws where a country does not exist.
 */
export function openNumberRule({ countries, allowedNumbers, onlyNumbers }: NumberRuleSettings): NumberRule {
  const unknown = [...countries].find((country) => !isSupportedCountry(country));
  if (unknown !== undefined)
    throw new RangeError(`DIAL_COUNTRIES: ${unknown} is no country with a numbering plan. Set codes such as US,DE.`);
  const inCountries = `DIAL_COUNTRIES=${[...countries].join(',')}`;
  return (number) => {
    if (dialableNumber(number) === null) return NOT_DIALABLE;
    if (allowedNumbers.has(number) || onlyNumbers?.has(number)) return null;
    if (onlyNumbers) return NOT_LISTED;
    const parsed = parsePhoneNumberFromString(number);
    if (parsed?.country === undefined && !isOfCountry(number)) return INTERNATIONAL_NETWORK;
    const type = parsed?.getType();
    if (type === undefined || !ALLOWED_TYPES.has(type)) return ofType(type);
    return countries.has(parsed!.country!) ? null : ofCountry(parsed!.country!, inCountries);
  };
}

/** True for a country with a numbering plan, such as `US`. */
export const hasNumberingPlan = (country: string): boolean => isSupportedCountry(country);

/** The countries to call by default: those of our own numbers, and the default one. */
export const homeCountries = (ownedNumbers: Iterable<string>, defaultCountry: string): ReadonlySet<string> =>
  new Set([defaultCountry, ...[...ownedNumbers].flatMap((number) => numberCountry(number) ?? [])]);

/** A calling code of one or more countries, also where the number fits the plan of none of them. */
const isOfCountry = (number: string): boolean =>
  (parsePhoneNumberFromString(number)?.getPossibleCountries().length ?? 0) > 0;

const ONE_NUMBER = 'or add this one number to DIAL_ALLOWED_NUMBERS';

const NOT_DIALABLE: NumberRefusal = {
  rule: 'not-dialable',
  setting: null,
  detail: 'The phone number is not valid, or an emergency number, which is never called. Correct it.',
};

const NOT_LISTED: NumberRefusal = {
  rule: 'not-listed',
  setting: 'WHITELISTED_NUMBERS',
  detail: 'The phone number is not in WHITELISTED_NUMBERS. Add it there, or call another one.',
};

const INTERNATIONAL_NETWORK: NumberRefusal = {
  rule: 'international-network',
  setting: 'DIAL_ALLOWED_NUMBERS',
  detail: `The phone number belongs to no country but to a satellite or another international network. Call another one, ${ONE_NUMBER}.`,
};

const NAMES: Readonly<Record<string, string>> = {
  PREMIUM_RATE: 'a premium-rate number',
  SHARED_COST: 'a shared-cost number',
  PERSONAL_NUMBER: 'a personal number, which is forwarded anywhere',
  PAGER: 'a pager',
  UAN: 'a company-wide number (UAN)',
  VOICEMAIL: 'a voicemail access number',
};

const ofType = (type: NumberType): NumberRefusal => ({
  rule: 'number-type',
  setting: 'DIAL_ALLOWED_NUMBERS',
  detail: `The phone number is ${(type && NAMES[type]) ?? 'of no known type'}, which is not called. Call another one, ${ONE_NUMBER}.`,
});

const ofCountry = (country: string, inCountries: string): NumberRefusal => ({
  rule: 'country',
  setting: 'DIAL_COUNTRIES',
  detail: `Calls to ${country} are not allowed (${inCountries}). Add the country to DIAL_COUNTRIES, ${ONE_NUMBER}.`,
});
