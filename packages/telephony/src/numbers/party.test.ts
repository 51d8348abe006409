import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isValidPhoneNumber } from 'libphonenumber-js';
import { setDefaultCountry } from './default-country.ts';
import { spellOnKeypad } from './hidden-caller.ts';
import { dialledEmergency, displayParty, externalNumber, readParty } from './party.ts';
import { dialableNumber } from './phone-number.ts';

afterEach(() => setDefaultCountry('US'));

const REPORTED = ['ANONYMOUS', 'RESTRICTED', 'BLOCKED', 'UNKNOWN', 'UNAVAILABLE'];

test('words are spelled as on a keypad', () => {
  expect(REPORTED.map(spellOnKeypad)).toEqual(['266696687', '7378742833', '2562533', '8656696', '86282452253']);
});

describe('a hidden caller has no number, and is shown as one', () => {
  const digits = [...REPORTED, 'PRIVATE', 'WITHHELD', 'NOCALLERID', 'OUTOFAREA'].map(spellOnKeypad);
  const written = digits.flatMap((text) => [text, `+${text}`, `1${text}`, `+1${text}`, `00${text}`, `+1 ${text}`]);
  const certain = written.filter((text) => !isValidPhoneNumber(text.replace(/^00/, '+'), 'US'));
  test.each([
    ...certain,
    '737-874-2833',
    '+1 (737) 874-2833',
    '+17378742833',
    '7378742833',
    '464',
    '+464',
    '+7378742883',
    '+8566696',
    '0000000000',
    'anonymous',
    'Anonymous',
    'ANONYMOUS ',
    'Restricted',
    'unknown',
    'unavailable',
    'Blocked',
    'Private Number',
    'withheld',
    'No Caller ID',
    'CALLER_ID_UNAVAILABLE',
    'Not available',
    'Anónimo',
    'sip:anonymous@anonymous.invalid',
    'SIP:Anonymous@10.0.0.1:5060;transport=udp',
    'sips:thisis@anonymous.invalid',
    'sip:+15085140320@anonymous.invalid',
    'sip:+15085140320@10.0.0.1;privacy=id',
    'sip:restricted@carrier.example.com',
    'sip:unavailable@unknown.invalid',
    'sip:266696687@10.0.0.1',
    'sip:+17378742833@10.0.0.1;user=phone',
    'sip:%2B266696687@10.0.0.1',
    'anonymous@10.0.0.1',
    '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1928',
    'Anonymous <sip:+15085140320@10.0.0.1>',
  ])('%s', (text) => {
    expect([externalNumber(text), dialableNumber(text), displayParty(text)]).toEqual([null, null, 'Hidden caller']);
  });
});

test('digits that only look like a spelling stay a number', () => {
  for (const text of ['+862566961234', '+17378742834', '+16622553743']) expect(externalNumber(text)).toBe(text);
});

test('an extension of a SIP phone is one, though its three digits stand for a hidden caller elsewhere', () => {
  expect(readParty('sip:464@acme.sip.twilio.com')).toEqual({ kind: 'endpoint', user: '464' });
});

test.each([
  ['+15085140320', '+15085140320'],
  ['5085140320', '+15085140320'],
  ['15085140320', '+15085140320'],
  ['(508) 514-0320', '+15085140320'],
  ['0018005551234', '+18005551234'],
  ['01149301234567', '+49301234567'],
  ['sip:+15085140320@acme.sip.twilio.com;transport=tls', '+15085140320'],
  ['sip:%2B15085140320@acme.sip.twilio.com', '+15085140320'],
  ['sip:5085140320:secret@acme.sip.twilio.com', '+15085140320'],
  ['sip:0018005551234@acme.sip.twilio.com', '+18005551234'],
  ['sip:+15085140320', '+15085140320'],
  ['"Jane Doe" <sip:+15085140320@10.0.0.1>', '+15085140320'],
  ['+442079460958', '+442079460958'],
])('%s has the number %s', (text, number) => expect(externalNumber(text)).toBe(number));

test.each([
  ['1002003', 'short'],
  ['12345', 'short'],
  ['911', 'short'],
  ['442079460958', 'short'],
  ['sip:1002003@acme.sip.twilio.com', 'endpoint'],
  ['sip:front desk@acme.sip.twilio.com', 'endpoint'],
  ['sip:215.85.140.32', 'endpoint'],
  ['client:Jane Doe', 'endpoint'],
  ['client:+15085140320', 'endpoint'],
  ['client:anonymous', 'endpoint'],
  ['sim:DE0123456789abcdef0123456789abcdef', 'endpoint'],
  ['app:AP0123456789abcdef0123456789abcdef', 'endpoint'],
  ['+11002003', 'invalid'],
  ['+15551234567', 'invalid'],
  ['+999123456789', 'invalid'],
  ['0015551234567', 'invalid'],
  ['sip:+11002003@acme.sip.twilio.com', 'invalid'],
  ['215.85.140.32', 'other'],
  ['whatsapp:+15085140320', 'other'],
  ['tel:+15085140320', 'other'],
  ["Joe's B&B", 'other'],
  ['"Joe" & <Ann>', 'other'],
  ['3Com', 'other'],
  ['front desk@10.0.0.1', 'other'],
  ['+', 'other'],
  ['\u0000', 'other'],
  ['', 'nothing'],
  [null, 'nothing'],
] as const)('%s has no number: %s', (text, kind) => {
  expect([readParty(text).kind, externalNumber(text)]).toEqual([kind, null]);
});

test.each([
  ['DE', '0301234567', '+49301234567'],
  ['DE', '030 901820', '+4930901820'],
  ['DE', '493012345678', '+493012345678'],
  ['DE', '0018005551234', '+18005551234'],
  ['DE', '1002003', null],
  ['DE', '2562533', null],
  ['DE', '5085140320', null],
  ['GB', '020 7946 0958', '+442079460958'],
  ['GB', '2079460958', null],
  ['IT', '0115551234', '+390115551234'],
  ['BR', '11961234567', '+5511961234567'],
  ['AU', '0491570156', '+61491570156'],
  ['AU', '0011 1 508 514 0320', '+15085140320'],
  ['AT', '1001', null],
])('with the default country %s, %s is %s', (country, text, number) => {
  setDefaultCountry(country);
  expect([externalNumber(text), dialableNumber(text)]).toEqual([number, number]);
});

test('a country that does not exist is refused with the remedy', () => {
  expect(() => setDefaultCountry('ZZ')).toThrow('Set a code such as US or DE');
});

test.each([
  ['sip:911@acme.sip.us1.twilio.com', '911'],
  ['sip:933@acme.sip.us1.twilio.com;transport=tls', '933'],
  ['sip:112;phone-context=+1@acme.sip.twilio.com', '112'],
  ['sip:+1911@acme.sip.twilio.com', '911'],
  ['999', '999'],
  ['tel:000', '000'],
  ['988', '988'],
  ['sip:9115550123@acme.sip.twilio.com', null],
  ['sip:1911@acme.sip.twilio.com', null],
  ['sip:100@acme.sip.twilio.com', null],
  ['client:911', null],
  [null, null],
])('%s dials the emergency number %s', (to, number) => {
  expect(dialledEmergency(to)).toBe(number);
  expect(dialableNumber(number ?? '')).toBeNull();
});

test('some emergency numbers are those of one country', () => {
  setDefaultCountry('NZ');
  expect([dialledEmergency('111'), dialledEmergency('+64111'), dialledEmergency('988')]).toEqual(['111', '111', null]);
});

test.each([
  ['+15085140320', '+1 (508) 514-0320'],
  ['sip:dispatcher@x', 'dispatcher'],
  ['client:Jane Doe', 'Jane Doe'],
  ['+11002003', '+11002003'],
  ['12345', '12345'],
  ["Joe's B&B", "Joe's B&B"],
  ['sip:@x', 'Unknown'],
  ['', 'Unknown'],
])('%s is shown as %s', (text, shown) => expect(displayParty(text)).toBe(shown));

describe('for any text', () => {
  const digits = fc.stringMatching(/^\+?[0-9 ().-]{1,18}$/);
  const party = fc
    .tuple(
      fc.constantFrom('', 'sip:', 'sips:', 'tel:', 'client:', '"A" <sip:', '00', '011', '+1', '1'),
      fc.oneof(digits, fc.string()),
    )
    .chain(([head, text]) =>
      fc.constantFrom('', '@10.0.0.1', '@a.invalid;privacy=id').map((tail) => head + text + tail),
    );
  const country = fc.constantFrom('US', 'DE', 'GB', 'AU', 'JP', 'DK', 'BR', 'IN');
  const hidden = fc
    .tuple(fc.constantFrom('', '+', '1', '+1', '00', '0111'), fc.constantFrom(...REPORTED.map(spellOnKeypad)))
    .chain(([prefix, spelled]) =>
      fc.array(fc.constantFrom('', ' ', '-', '.'), { minLength: spelled.length, maxLength: spelled.length }).map(
        (gaps) =>
          prefix +
          spelled
            .split('')
            .map((digit, n) => (n === 0 ? digit : gaps[n]! + digit))
            .join(''),
      ),
    );

  test('the number is null or valid, reads as itself, and is what may be dialled', () => {
    fc.assert(
      fc.property(country, party, (code, text) => {
        setDefaultCountry(code);
        const number = externalNumber(text);
        if (number === null) return;
        expect(number).toMatch(/^\+[1-9]\d{4,14}$/);
        expect(isValidPhoneNumber(number)).toBe(true);
        expect([externalNumber(number), dialableNumber(number)]).toEqual([number, number]);
      }),
      { numRuns: 5000 },
    );
  });

  test('a stand-in is none, however it is written and wherever', () => {
    fc.assert(
      fc.property(country, hidden, fc.constantFrom('', 'sip:'), (code, text, scheme) => {
        setDefaultCountry(code);
        expect(externalNumber(scheme + text + (scheme && '@10.0.0.1'))).toBeNull();
        expect(dialableNumber(text)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});
