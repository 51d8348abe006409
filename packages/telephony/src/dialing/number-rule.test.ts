import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  getCountries,
  getCountryCallingCode,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/max';
import { dialableNumber } from '../numbers/phone-number.ts';
import { homeCountries, openNumberRule } from './number-rule.ts';

const NONE: ReadonlySet<string> = new Set();
const only = (...countries: string[]) => openNumberRule({ countries: new Set(countries), allowedNumbers: NONE });
const everywhere = only(...getCountries());
const ruleOf = (number: string, refusalOf = everywhere) => refusalOf(number)?.rule ?? 'allowed';

/** Numbers of this type in this country's plan, made from its pattern; none where the country has no such numbers. */
function numbersOf(country: CountryCode, type: string): string[] {
  const metadata = new Metadata() as unknown as {
    selectNumberingPlan(country: CountryCode): void;
    numberingPlan: { type(type: string): { pattern(): string | undefined } | undefined };
  };
  metadata.selectNumberingPlan(country);
  const pattern = metadata.numberingPlan.type(type)?.pattern();
  if (!pattern) return [];
  const national = fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), { numRuns: 4, seed: 12 });
  return national.map((digits) => `+${getCountryCallingCode(country)}${digits}`);
}

const REFUSED = ['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL'];
test.each(REFUSED)('no number of type %s is called, in no country', (type) => {
  const numbers = getCountries().flatMap((country) => numbersOf(country, type));
  expect(numbers.length).toBeGreaterThan(50);
  expect(numbers.filter((number) => ruleOf(number) !== 'number-type')).toEqual([]);
});

test.each(['MOBILE', 'FIXED_LINE', 'VOIP', 'TOLL_FREE'])(
  'a number of type %s is called in its own country only',
  (type) => {
    for (const country of getCountries())
      for (const number of numbersOf(country, type).filter((each) => dialableNumber(each) !== null)) {
        const its = parsePhoneNumberFromString(number)!.country!; // several countries share +1, +7, +44
        const others = getCountries().filter((other) => other !== its);
        expect([number, ruleOf(number), ruleOf(number, only(its)), ruleOf(number, only(...others))]).toEqual([
          number,
          'allowed',
          'allowed',
          'country',
        ]);
      }
  },
);

test.each([
  ['+870773111632', 'Inmarsat'],
  ['+881612345678', 'Iridium'],
  ['+8821612345678', 'an international network'],
  ['+883510001234567', 'an international network'],
  ['+80012345678', 'international freephone'],
  ['+80812345678', 'international shared cost'],
  ['+88812345678901', 'telecommunications for disaster relief'],
  ['+979123456789', 'international premium rate'],
])('%s, %s, is not called, with any list of countries', (number) => {
  expect(ruleOf(number)).toBe('international-network');
});

test.each([
  ['+12642351234', 'AI'],
  ['+18096551234', 'DO'],
  ['+18762345678', 'JM'],
  ['+14165550123', 'CA'],
])('%s of %s has the code of the United States, and is another country', (number, country) => {
  expect(ruleOf(number, only('US'))).toBe('country');
  expect(only('US')(number)).toMatchObject({ setting: 'DIAL_COUNTRIES', detail: expect.stringContaining(country) });
  expect(ruleOf(number, only('US', country))).toBe('allowed');
});

test('the islands with the code of the United Kingdom are other countries', () => {
  expect(['+447781123456', '+447797712345', '+447624123456'].map((number) => ruleOf(number, only('GB')))).toEqual(
    Array(3).fill('country'),
  );
});

test('a number that is listed is allowed, of any type and country, and no other number with it', () => {
  const numbers = ['+19005551234', '+870773111632', '+5352123456'];
  for (const number of numbers) {
    const rule = openNumberRule({ countries: new Set(['US']), allowedNumbers: new Set([number]) });
    expect(numbers.filter((each) => rule(each) === null)).toEqual([number]);
  }
});

test('emergency numbers and what is no number are not called, not even by name', () => {
  const names = ['911', '+1911', '112', '', 'sip:x@example.com', '+1', '+17378742833'];
  const rule = openNumberRule({
    countries: new Set(['US']),
    allowedNumbers: new Set(names),
    onlyNumbers: new Set(names),
  });
  expect(names.map((number) => ruleOf(number, rule))).toEqual(names.map(() => 'not-dialable'));
});

test('in a trial only the listed numbers are called', () => {
  const settings = { countries: new Set(['US']), allowedNumbers: NONE, onlyNumbers: new Set(['+15085140320']) };
  const rule = openNumberRule(settings);
  expect([ruleOf('+15085140320', rule), ruleOf('+15085140321', rule)]).toEqual(['allowed', 'not-listed']);
});

test('the home countries are those of the own numbers and the default one', () => {
  expect([...homeCountries(['+4930901820', '+16175006181', 'nonsense', '+870773111632'], 'FR')]).toEqual([
    'FR',
    'DE',
    'US',
  ]);
});

test('no refusal shows the number', () => {
  for (const number of ['+19005551234', '+870773111632', '+5352123456'])
    expect(only('US')(number)!.detail).not.toContain(number.slice(2));
});

test('a country that does not exist is refused at the start', () => {
  expect(() => only('US', 'XX')).toThrow('DIAL_COUNTRIES: XX');
});
