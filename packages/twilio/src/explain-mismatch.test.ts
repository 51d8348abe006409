import { expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { openMismatchExplainer } from './explain-mismatch.ts';
import { signedParts, sortPairs, type Pair } from './signature.ts';

const ORIGIN = 'https://calls.example.com';
const [OWN, SUB, FOREIGN] = ['1', '2', '3'].map((digit) => `AC${digit.repeat(32)}`) as [string, string, string];
const explain = openMismatchExplainer({
  publicOrigin: ORIGIN,
  tokens: ['token'],
  ofAccounts: new Map([[SUB, ['token of sub']]]),
  hasTokenOf: (sid) => sid === OWN || sid === SUB,
});

type Sent = { url: string; token?: string; target?: string; account?: string; host?: string; length?: number };

/** What is said of a request to `target` that Twilio signed for `url` with this token. */
function explainSent({
  url,
  token = 'token',
  target = PATH,
  account = OWN,
  host = 'proxy.internal',
  length = 1,
}: Sent) {
  const pairs = sortPairs([
    ['AccountSid', account],
    ['CallSid', 'x'.repeat(length)],
  ] as Pair[]);
  const header = createHmac('sha1', token)
    .update(url + signedParts(pairs), 'latin1')
    .digest('base64');
  const request = {
    header,
    rawTarget: target,
    pairs,
    signedText: target + signedParts(pairs),
    rawBody: Buffer.alloc(0),
  };
  return explain(request, host);
}
const PATH = '/webhooks/twilio/voice-status';

test.each<[string, Sent, string | null]>([
  ['configured-with-http', { url: `http://calls.example.com${PATH}` }, `http://calls.example.com${PATH}`],
  ['another-port', { url: `https://calls.example.com:8080${PATH}` }, `https://calls.example.com:8080${PATH}`],
  [
    'another-host',
    { url: `https://old.example.com${PATH}`, host: 'old.example.com' },
    `https://old.example.com${PATH}`,
  ],
  ['path-changed', { url: `${ORIGIN}${PATH}/` }, `${ORIGIN}${PATH}/`],
  ['query-changed', { url: ORIGIN + PATH, target: `${PATH}?added=1` }, ORIGIN + PATH],
  ['token-of-another-account', { url: ORIGIN + PATH, token: 'token of sub' }, ORIGIN + PATH],
  ['another-account', { url: ORIGIN + PATH, token: 'unknown', account: FOREIGN }, null],
  ['old-token-or-forged', { url: ORIGIN + PATH, token: 'unknown' }, null],
  ['old-token-or-forged', { url: `http://calls.example.com${PATH}`, length: 20_000 }, null],
  ['old-token-or-forged', { url: `https://x${PATH}`, host: 'x/@calls.example.com' }, null],
])('%s is found out: %j', (cause, sent, signedUrl) => {
  expect(explainSent(sent)).toEqual({ cause, signedUrl });
});

const openPlain = (publicOrigin: string) =>
  openMismatchExplainer({ publicOrigin, tokens: ['token'], hasTokenOf: () => true });

test('an origin with http:// differs from one with https://', () => {
  const plain = openPlain('http://calls.example.com');
  const header = createHmac('sha1', 'token')
    .update(ORIGIN + PATH, 'latin1')
    .digest('base64');
  const request = { header, rawTarget: PATH, pairs: [], signedText: PATH, rawBody: Buffer.alloc(0) };
  expect(plain(request, undefined)).toEqual({ cause: 'configured-with-https', signedUrl: ORIGIN + PATH });
});

test('an https URL is signed without the port that an origin with http:// has', () => {
  const url = `https://calls.example.com${PATH}`;
  const header = createHmac('sha1', 'token').update(url, 'latin1').digest('base64');
  const request = { header, rawTarget: PATH, pairs: [], signedText: PATH, rawBody: Buffer.alloc(0) };
  const explained = openPlain('http://calls.example.com:4123')(request, undefined);
  expect(explained).toEqual({ cause: 'configured-with-https', signedUrl: url });
});
