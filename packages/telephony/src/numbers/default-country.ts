import { getCountryCallingCode, isSupportedCountry, Metadata, type CountryCode } from 'libphonenumber-js';

/** What the country of national numbers decides. */
export type NumberPlan = {
  country: CountryCode;
  callingCode: string;
  /** Digits before a national number that is dialled within the country: `0` in most of Europe; empty where there are none. */
  trunkPrefix: string;
  /** Matches the beginning of a number dialled abroad: `00`, and the country's own prefix such as `011`. */
  internationalPrefix: RegExp;
};

let plan = planOf('US');
const listeners: (() => void)[] = [];

/** The plan by which numbers without `+` are read. */
export const numberPlan = (): NumberPlan => plan;

/**
 * Sets the country of national numbers, `US` by default; once, at the start of a process. Every process must have the
 * same one (`DEFAULT_COUNTRY`), or the same `From` is two numbers. Throws where there is no such country.
 */
export function setDefaultCountry(country: string): void {
  if (!isSupportedCountry(country))
    throw new RangeError(
      `DEFAULT_COUNTRY=${country} is no country with a numbering plan. Set a code such as US or DE.`,
    );
  plan = planOf(country);
  for (const forget of listeners) forget();
}

/** Calls `forget` when the country changes, for what was read by the old one. */
export const onCountryChange = (forget: () => void): void => void listeners.push(forget);

function planOf(country: CountryCode): NumberPlan {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const { numberingPlan } = metadata as unknown as { numberingPlan: UntypedPlan };
  return {
    country,
    callingCode: getCountryCallingCode(country),
    trunkPrefix: numberingPlan.nationalPrefix() ?? '',
    internationalPrefix: new RegExp(`^(?:00|${numberingPlan.IDDPrefix() ?? '00'})(?=\\d{5})`),
  };
}

/** Methods that the types of libphonenumber-js leave out. */
type UntypedPlan = { nationalPrefix(): string | undefined; IDDPrefix(): string | undefined };
