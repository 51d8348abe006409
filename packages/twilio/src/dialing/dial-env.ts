import { commaList } from '@trunkline/service';
import {
  capsText,
  DEFAULT_CAPS,
  hasNumberingPlan,
  homeCountries,
  listCaps,
  openNumberRule,
  parseCaps,
  settingOf,
  type CapSubject,
  type DialCap,
  type NumberRule,
} from '@trunkline/telephony/dialing';
import { z } from 'zod';

const E164 = /^\+[1-9]\d{6,14}$/;

const numbers = commaList.refine((given) => [...given].every((number) => E164.test(number)), {
  error: 'must be E.164 numbers, comma-separated, such as +870773111632',
});

const countries = commaList.refine((given) => [...given].every(hasNumberingPlan), {
  error: 'must be country codes, comma-separated, such as US,CA',
});

/** Variables of every process that dials a number, or lets a phone dial one: give all the same values. */
export const dialNumberEnv = {
  DIAL_COUNTRIES: countries.describe(
    'countries that may be called, such as US,CA; default: those of OWNED_PHONE_NUMBERS, and DEFAULT_COUNTRY',
  ),
  DIAL_ALLOWED_NUMBERS: numbers.describe(
    'numbers, E.164, comma-separated, that may be called in any country, also premium-rate and satellite ones',
  ),
};

/** A trial's list. Variable of the processes that request and place calls. */
export const trialNumbersEnv = {
  WHITELISTED_NUMBERS: z
    .string()
    .transform(readNumbers)
    .optional()
    .describe('JSON array of the only numbers that may be called, E.164; default: any number'),
};

const caps = (subject: CapSubject, whose: string) =>
  z
    .string()
    .refine((text) => parseCaps(text, DEFAULT_CAPS[subject]) !== undefined, {
      error: 'must be caps such as 200/minute,1000/hour,off/day, each at least 2, or off',
    })
    .default(capsText(DEFAULT_CAPS[subject]))
    .describe(`most calls per sliding window ${whose}; off/day turns one window off, off all three`);

/** Variables of the processes that request and place calls: how many. */
export const dialCapsEnv = {
  DIAL_CAP_ACCOUNT: caps('account', 'of all users and keys together'),
  DIAL_CAP_ACTOR: caps('actor', 'that one user requests, or one of API_KEYS (these count as one)'),
  DIAL_CAP_CAMPAIGN: caps('campaign', 'of one campaign; the interviews of one question set are one'),
};

/** Variable of the API alone, which admits the orders. */
export const dialApprovalEnv = {
  DIAL_APPROVAL_PER_DAY: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'calls per day that one user, or all API_KEYS, may request before a second person must approve; default: any number',
    ),
};

type NumberSettings = {
  DIAL_COUNTRIES: ReadonlySet<string>;
  DIAL_ALLOWED_NUMBERS: ReadonlySet<string>;
  WHITELISTED_NUMBERS?: ReadonlySet<string> | undefined;
  OWNED_PHONE_NUMBERS: ReadonlySet<string>;
  DEFAULT_COUNTRY: string;
};

/** The rule for numbers that these settings make. Throws where a country does not exist. */
export const numberRuleOf = (config: NumberSettings): NumberRule =>
  openNumberRule({
    countries:
      config.DIAL_COUNTRIES.size > 0
        ? config.DIAL_COUNTRIES
        : homeCountries(config.OWNED_PHONE_NUMBERS, config.DEFAULT_COUNTRY),
    allowedNumbers: config.DIAL_ALLOWED_NUMBERS,
    onlyNumbers: config.WHITELISTED_NUMBERS,
  });

export type CapSettings = z.output<z.ZodObject<typeof dialCapsEnv>>;

/** The caps that these settings turn on. */
export const dialCapsOf = (config: CapSettings): DialCap[] => {
  const read = (subject: CapSubject) => parseCaps(config[settingOf(subject)], DEFAULT_CAPS[subject])!;
  return listCaps({ account: read('account'), actor: read('actor'), campaign: read('campaign') });
};

function readNumbers(text: string, context: z.RefinementCtx): ReadonlySet<string> {
  try {
    return new Set(z.array(z.string().regex(E164)).parse(JSON.parse(text)));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON array of E.164 numbers, such as ["+16175006181"]' });
    return z.NEVER;
  }
}
