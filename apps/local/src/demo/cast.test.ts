import { expect, test } from '@jest/globals';
import { CONTACTS, listAddresses, USERS } from './cast.ts';

const addresses = listAddresses('example.sip.twilio.com');
const numbers = addresses.filter((address) => !address.startsWith('sip:'));

test('every number of the demo is reserved for fiction', () => {
  const users = USERS.flatMap(({ number = [] }) => number);
  for (const number of [...numbers, ...users, ...CONTACTS.map((contact) => contact.number)])
    expect(number).toMatch(/^(?:\+1\d{3}55501\d\d|\+442079460\d{3})$/);
});

test('no two people have one name or one number', () => {
  const distinct = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
  distinct(addresses);
  distinct(CONTACTS.map(({ number }) => number));
  distinct(CONTACTS.map(({ name }) => name));
});

test('of the people who call most have a name, and some are strangers', () => {
  const named = new Set(CONTACTS.map(({ number }) => number));
  const share = numbers.filter((number) => named.has(number)).length / numbers.length;
  expect(share).toBeGreaterThan(0.7);
  expect(share).toBeLessThan(1);
});
