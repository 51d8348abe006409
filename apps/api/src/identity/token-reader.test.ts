import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openTokenReader } from './token-reader.ts';

const ISSUER = 'https://id.example';
const AUDIENCE = 'trunkline';
const SECRET = 's'.repeat(32);
const SUBJECT = '0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f';
const settings = {
  JWT_SECRET: undefined,
  JWT_JWKS_URL: undefined,
  JWT_ISSUER: ISSUER,
  JWT_AUDIENCE: AUDIENCE,
  JWT_MAX_AGE_HOURS: 24,
};
const bySecret = openTokenReader({ ...settings, JWT_SECRET: SECRET });
const key = (text: string) => new TextEncoder().encode(text);

type Traits = { [claim: string]: unknown };
/** A valid token with these changes; null leaves a claim out. */
const claimsWith = (traits: Traits = {}): Traits => {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: ISSUER, aud: AUDIENCE, sub: SUBJECT, role: 'reader', iat: now, exp: now + 300, ...traits };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
};
const bySecretSigned = (traits: Traits = {}, header: { alg?: string } & Traits = {}, secret = SECRET) =>
  new SignJWT(claimsWith(traits)).setProtectedHeader({ alg: 'HS256', ...header }).sign(key(secret));

let provider: Server;
let url: string;
let isAway = false;
let asked = 0;
let rsa: { privateKey: CryptoKey; publicKey: CryptoKey };
beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(rsa.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  provider = createServer((_request, response) => {
    asked++;
    if (isAway) return void response.writeHead(503).end();
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks.json`;
});
afterAll(() => void provider.close());
const byKey = (traits: Traits = {}, header: Traits = {}, signing = rsa.privateKey) =>
  new SignJWT(claimsWith(traits)).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(signing);

test('a valid token yields subject, role and expiry', async () => {
  const exp = Math.floor(Date.now() / 1000) + 300;
  expect(await bySecret(await bySecretSigned({ exp }))).toEqual({
    subject: SUBJECT,
    role: 'reader',
    expiresAt: new Date((exp + 10) * 1000),
  });
});

test('clocks may differ by ten seconds', async () => {
  const now = Math.floor(Date.now() / 1000);
  expect(await bySecret(await bySecretSigned({ exp: now - 5, nbf: now + 5 }))).toMatchObject({ subject: SUBJECT });
});

const now = Math.floor(Date.now() / 1000);
const DAY = 86_400;
const BAD_CLAIMS: [string, Traits][] = [
  ['an expiry in the year 300000', { exp: 9_403_000_000_000 }],
  ['an expiry in milliseconds', { exp: (now + 300) * 1000 }],
  ['an expiry beyond every date', { exp: 1e300 }],
  ['a life longer than the maximum, however young', { iat: now, exp: now + DAY + 1 }],
  ['an expiry to come, issued longer ago than the maximum', { iat: now - DAY - 60, exp: now + 60 }],
  ['an expiry to come, issued at the beginning of time', { iat: 0, exp: now + 60 }],
  ['no time of issue', { iat: null }],
  ['a time of issue that is no number', { iat: `${now}` }],
  ['a time of issue in the future', { iat: now + 600, exp: now + 900 }],
  ['a time of issue in milliseconds', { iat: now * 1000 }],
  ['another issuer', { iss: 'https://evil.example' }],
  ['no issuer', { iss: null }],
  ['another audience', { aud: 'another' }],
  ['no audience', { aud: null }],
  ['an expiry long past', { exp: now - 60 }],
  ['no expiry', { exp: null }],
  ['an expiry that is no number', { exp: 'tomorrow' }],
  ['a beginning in the future', { nbf: now + 600 }],
  ['no subject', { sub: null }],
  ['a subject that is no UUID', { sub: 'admin' }],
  ['no role', { role: null }],
  ['a role that there is not', { role: 'root' }],
  ['several roles', { role: ['admin'] }],
];
test.each(BAD_CLAIMS)('a token with %s is not valid', async (_what, traits) => {
  expect(await bySecret(await bySecretSigned(traits))).toBeUndefined();
});

test('a token may be as old as the maximum, and no older', async () => {
  const iat = now - DAY / 2;
  expect(await bySecret(await bySecretSigned({ iat, exp: iat + DAY }))).toMatchObject({ subject: SUBJECT });
  const hourly = openTokenReader({ ...settings, JWT_SECRET: SECRET, JWT_MAX_AGE_HOURS: 1 });
  expect(await hourly(await bySecretSigned({ iat: now, exp: now + 3600 }))).toMatchObject({ subject: SUBJECT });
  expect(await hourly(await bySecretSigned({ iat: now, exp: now + 3601 }))).toBeUndefined();
  expect(await hourly(await bySecretSigned({ iat, exp: now + 60 }))).toBeUndefined();
});

test.each([undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt'])('a token of type %s is valid', async (typ) => {
  expect(await bySecret(await bySecretSigned({}, { ...(typ && { typ }) }))).toMatchObject({ subject: SUBJECT });
});

test.each(['logout+jwt', 'secevent+jwt', 'dpop+jwt', 'JWE', '', 7])(
  'a token of type %j serves another purpose and is not valid',
  async (typ) => {
    expect(await bySecret(await bySecretSigned({}, { typ }))).toBeUndefined();
  },
);

test.each<[string, Traits]>([
  ['a critical extension that we do not know', { crit: ['purpose'], purpose: 'x' }],
  ['an unencoded payload', { crit: ['b64'], b64: false }],
])('a token whose header has %s is not valid', async (_what, header) => {
  const [, payload] = (await bySecretSigned()).split('.');
  const encoded = Buffer.from(JSON.stringify({ alg: 'HS256', ...header })).toString('base64url');
  const mac = createHmac('sha256', SECRET).update(`${encoded}.${payload}`).digest('base64url');
  expect(await bySecret(`${encoded}.${payload}.${mac}`)).toBeUndefined();
});

test('a token with another, no, or an altered signature is not valid', async () => {
  const forged = [
    await bySecretSigned({}, {}, 't'.repeat(32)),
    await bySecretSigned({}, { alg: 'HS512' }, 's'.repeat(64)),
    new UnsecuredJWT(claimsWith()).encode(),
    await byKey(),
    `${(await bySecretSigned()).split('.').slice(0, 2).join('.')}.`,
    '',
    '.',
    '..',
    'a.b.c',
    'garbage',
    'x'.repeat(10_000),
    `${await bySecretSigned()}x`,
  ];
  for (const token of forged) expect([token, await bySecret(token)]).toEqual([token, undefined]);
});

test('a token cannot bring its own key', async () => {
  const other = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(other.publicKey)), kid: 'one' };
  const read = openTokenReader({ ...settings, JWT_JWKS_URL: url });
  expect(await read(await byKey())).toMatchObject({ subject: SUBJECT });
  for (const header of [{ jwk }, { jku: 'https://evil.example/keys' }, { x5u: 'https://evil.example' }, {}])
    expect(await read(await byKey({}, header, other.privateKey))).toBeUndefined();
});

test('the public key is no secret: an HMAC with it is not valid', async () => {
  const read = openTokenReader({ ...settings, JWT_JWKS_URL: url });
  const pem = await exportSPKI(rsa.publicKey);
  const token = await new SignJWT(claimsWith()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(key(pem));
  expect(await read(token)).toBeUndefined();
});

test('known keys stay valid while the provider is unavailable; without known keys the answer is 503, not 401', async () => {
  const read = openTokenReader({ ...settings, JWT_JWKS_URL: url });
  const token = await byKey();
  isAway = true;
  await expect(read(token)).rejects.toMatchObject({ code: 'identity_unavailable', status: 503 });
  isAway = false;
  expect(await read(token)).toMatchObject({ subject: SUBJECT });
  isAway = true;
  expect(await read(token)).toMatchObject({ subject: SUBJECT });
  isAway = false;
});

test('the keys are fetched once, not for every token', async () => {
  const read = openTokenReader({ ...settings, JWT_JWKS_URL: url });
  const before = asked;
  for (const token of [await byKey(), await byKey({ role: 'admin' }), await byKey()]) await read(token);
  expect(asked - before).toBe(1);
});

test('without settings no token is valid', async () => {
  const read = openTokenReader({ ...settings, JWT_ISSUER: undefined, JWT_AUDIENCE: undefined });
  expect(await read(await bySecretSigned())).toBeUndefined();
});
