import { numberPlan } from './default-country.ts';

/**
 * Emergency numbers of any country: 112 and 911, those that phones without a SIM card know (3GPP TS 22.101), and 933, the
 * test of 911. An extension must have none of them: a call that is refused aloud does less harm than one that rings nowhere.
 */
const ANYWHERE = ['000', '110', '112', '119', '911', '933', '999'];

/** Further ones, of countries where they are no plausible extension. */
const BY_COUNTRY: Readonly<Record<string, readonly string[]>> = {
  AT: ['122', '133', '144'],
  AU: ['106'],
  BR: ['190', '192', '193'],
  CA: ['988'],
  CH: ['117', '118', '144'],
  CN: ['120', '122'],
  ES: ['061', '062', '080', '091', '092'],
  FR: ['15', '17', '18', '114'],
  IN: ['100', '101', '102', '108'],
  IT: ['113', '115', '118'],
  JP: ['118'],
  NO: ['113'],
  NZ: ['111'],
  PL: ['997', '998'],
  RU: ['101', '102', '103'],
  SG: ['995'],
  TH: ['191', '199', '1669'],
  US: ['988'],
};

/** True for an emergency number, as it is dialled or with the default country's calling code: `911`, `+1911`. */
export function isEmergencyNumber(digits: string): boolean {
  return emergencyNumber(digits) !== null;
}

/** The emergency number in dialled digits: `911` for `911` and `+1911`; null for any other. */
export function emergencyNumber(digits: string): string | null {
  if (digits.length > 8) return null;
  const { country, callingCode } = numberPlan();
  const number = digits.startsWith(`+${callingCode}`) ? digits.slice(callingCode.length + 1) : digits;
  return ANYWHERE.includes(number) || BY_COUNTRY[country]?.includes(number) ? number : null;
}
