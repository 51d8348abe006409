import { expect, test } from '@jest/globals';
import type { IncomingHttpHeaders } from 'node:http';
import { readCredential, type GivenCredential } from './read-credential.ts';

const COOKIE = 'trunkline_session';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test.each<[IncomingHttpHeaders, GivenCredential]>([
  [{ authorization: 'Bearer trk_a_b_c' }, { kind: 'key', key: 'trk_a_b_c' }],
  [{ authorization: 'bearer  a.b.c' }, { kind: 'token', token: 'a.b.c' }],
  [{ authorization: basic('ops:pass:wörd') }, { kind: 'password', user: 'ops', password: 'pass:wörd' }],
  [{ 'x-api-key': 'anything' }, { kind: 'key', key: 'anything' }],
  [{ cookie: 'a=1; trunkline_session=abc; b=2' }, { kind: 'session', token: 'abc' }],
  [{ cookie: 'trunkline_session=abc=; trunkline_session=def' }, { kind: 'session', token: 'abc=' }],
])('%j gives %j', (headers, given) => expect(readCredential(headers, COOKIE)).toEqual(given));

test.each(['Basic', 'Basic ', basic('nocolon'), 'Bearer', 'Bearer a b', 'Digest x', '', 'Negotiate abc'])(
  'Authorization: %j cannot be read, and is no absence of a credential',
  (authorization) => expect(readCredential({ authorization }, COOKIE)).toEqual({ kind: 'unreadable' }),
);

test('Authorization goes before X-API-Key, and that before the cookie', () => {
  const headers = { authorization: 'Bearer a.b.c', 'x-api-key': 'key', cookie: 'trunkline_session=abc' };
  expect(readCredential(headers, COOKIE)).toEqual({ kind: 'token', token: 'a.b.c' });
  const { authorization: _, ...rest } = headers;
  expect(readCredential(rest, COOKIE)).toEqual({ kind: 'key', key: 'key' });
});

test.each<IncomingHttpHeaders>([
  {},
  { cookie: '' },
  { cookie: 'other=1' },
  { cookie: 'xtrunkline_session=1' },
  { cookie: '__Host-trunkline_session=1' },
])('%j gives nothing', (headers) => expect(readCredential(headers, COOKIE)).toBeUndefined());
