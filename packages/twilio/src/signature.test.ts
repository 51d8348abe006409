import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHmac, hash } from 'node:crypto';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { SIGNATURE_VECTORS } from '../../../test/fixtures/signature-vectors.ts';
import { openSignatureCheck, signedParts, sortPairs, type Pair } from './signature.ts';

const TOKEN = '12345';
const ORIGIN = 'https://calls.example.com';
const TARGET = '/webhooks/twilio/voice-status?candidate_id=7';
const NO_BODY = Buffer.alloc(0);

type Params = Record<string, string | string[]>;
const bytes = (text: string): string => Buffer.from(text).toString('latin1');
const pairsOf = (params: Params): Pair[] =>
  sortPairs(
    Object.entries(params).flatMap(([name, value]) => [value].flat().map((one) => [bytes(name), bytes(one)] as const)),
  );
const sign = (pairs: readonly Pair[], token = TOKEN, url = ORIGIN + TARGET): string =>
  createHmac('sha1', token)
    .update(url + signedParts(pairs), 'latin1')
    .digest('base64');
const form = (header: string | undefined, pairs: readonly Pair[]) => ({
  header,
  rawTarget: TARGET,
  pairs,
  signedText: TARGET + signedParts(pairs),
  rawBody: NO_BODY,
});

test.each(SIGNATURE_VECTORS)('published vector $name', ({ token, url, params, body, signature, isValid }) => {
  const [, origin = '', target = ''] = /^(\w+:\/\/[^/]+)(.*)$/.exec(url) ?? [];
  const pairs = body === undefined ? pairsOf(params) : null;
  const rawTarget = bytes(target);
  const signedText = rawTarget + signedParts(pairs ?? []);
  const request = { header: signature, rawTarget, pairs, signedText, rawBody: Buffer.from(body ?? '') };
  expect(openSignatureCheck(origin, [token])(request) === 'valid').toBe(isValid);
});

test('both tokens are accepted during a rotation, a third one is not', () => {
  const check = openSignatureCheck(ORIGIN, ['old', 'new']);
  const pairs = pairsOf({ CallSid: 'CA1' });
  expect(['old', 'new', 'stolen'].map((token) => check(form(sign(pairs, token), pairs)))).toEqual([
    'valid',
    'valid',
    'mismatch',
  ]);
  expect(check(form(undefined, pairs))).toBe('missing');
});

test('the token of a subaccount signs requests that name it, and no others', () => {
  const [sub, other] = [`AC${'a'.repeat(32)}`, `AC${'b'.repeat(32)}`];
  const check = openSignatureCheck(ORIGIN, [TOKEN], new Map([[sub, ['its', 'next']]]));
  const verdict = (params: Params, token: string) => check(form(sign(pairsOf(params), token), pairsOf(params)));
  const ofSub = { AccountSid: sub, CallSid: 'CA1' };
  expect([TOKEN, 'its', 'next', 'stolen'].map((token) => verdict(ofSub, token))).toEqual([
    'valid',
    'valid',
    'valid',
    'mismatch',
  ]);
  for (const params of [{ CallSid: 'CA1' }, { AccountSid: other }, { AccountSid: '' }, { AccountSid: [other, sub] }])
    expect([verdict(params, TOKEN), verdict(params, 'its')]).toEqual(['valid', 'mismatch']);
});

test('a GET and a JSON body name their account too', () => {
  const sub = `AC${'a'.repeat(32)}`;
  const check = openSignatureCheck(ORIGIN, [TOKEN], new Map([[sub, ['its']]]));
  const signed = (target: string) =>
    createHmac('sha1', 'its')
      .update(ORIGIN + target)
      .digest('base64');
  const get = (rawTarget: string) =>
    check({ header: signed(rawTarget), rawTarget, pairs: [], signedText: rawTarget, rawBody: NO_BODY });
  expect([get(`/voice?AccountSid=${sub}`), get('/voice?AccountSid=AC1'), get('/voice')]).toEqual([
    'valid',
    'mismatch',
    'mismatch',
  ]);
  const post = (fields: object) => {
    const rawBody = Buffer.from(JSON.stringify(fields));
    const rawTarget = `/x?bodySHA256=${hash('sha256', rawBody, 'hex')}`;
    return check({ header: signed(rawTarget), rawTarget, pairs: null, signedText: rawTarget, rawBody });
  };
  expect([post({ AccountSid: sub }), post({ AccountSid: 7 }), post([])]).toEqual(['valid', 'mismatch', 'mismatch']);
});

test('repeated and empty parameters and bytes that are no UTF-8 are signed as they are', () => {
  const check = openSignatureCheck(ORIGIN, [TOKEN]);
  const pairs = sortPairs([
    ['B', 'z'],
    ['B', 'a'],
    ['B', 'z'],
    ['A', ''],
    ['\xff', '\xfe\xc3'],
  ]);
  expect(signedParts(pairs)).toBe('ABaBz\xff\xfe\xc3');
  expect(check(form(sign(pairs), pairs))).toBe('valid');
  expect(check(form(sign(pairs), pairs.slice(1)))).toBe('mismatch');
});

test('a JSON body is bound to its URL by bodySHA256 alone', () => {
  const check = openSignatureCheck(ORIGIN, [TOKEN]);
  const rawBody = Buffer.from('{"CallSid":"CA1"}');
  const wrong = 'b7d76c6dbaf1cbb37d8bf14af5be1a62fbe7b2e0bd7c4cb1d8e2a5a5b7a3e0f1';
  const rawTarget = `/x?bodySHA256=${wrong}`;
  const header = createHmac('sha1', TOKEN)
    .update(ORIGIN + rawTarget)
    .digest('base64');
  expect(check({ header, rawTarget, pairs: null, signedText: rawTarget, rawBody })).toBe('body-mismatch');
  const bare = createHmac('sha1', TOKEN).update(`${ORIGIN}/x`).digest('base64');
  expect(check({ header: bare, rawTarget: '/x', pairs: null, signedText: '/x', rawBody })).toBe('body-mismatch');
});

const name = fc.oneof(
  fc.constantFrom('CallSid', 'CallStatus', 'Reason', 'ReasonConferenceEnded', 'url'),
  fc.string({ minLength: 1, maxLength: 6 }),
);
const params = fc.dictionary(
  name.filter((text) => text !== '__proto__' && !/^\d+$/.test(text)),
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.array(fc.string({ maxLength: 4 }), { minLength: 2, maxLength: 3 }),
  ),
  { maxKeys: 6 },
);
const mangled = fc.constantFrom(
  (header: string) => header,
  (header: string) => header.slice(0, -1),
  (header: string) => header.replace(/=+$/, ''),
  (header: string) => header.toLowerCase(),
  (header: string) => `${header}=`,
  (header: string) => header.replaceAll('+', '-').replaceAll('/', '_'),
  (header: string) => ` ${header}`,
);

test('our verdict equals that of twilio’s validateRequest, for genuine and altered requests', () => {
  const check = openSignatureCheck(ORIGIN, [TOKEN]);
  fc.assert(
    fc.property(params, params, fc.boolean(), mangled, (sent, other, isTampered, mangle) => {
      const header = mangle(sign(pairsOf(sent)));
      const seen = isTampered ? { ...sent, ...other } : sent;
      expect(check(form(header, pairsOf(seen))) === 'valid').toBe(
        validateRequest(TOKEN, header, ORIGIN + TARGET, seen),
      );
    }),
    { numRuns: 500 },
  );
});
