import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from 'node:crypto';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';
import type { AccountTokens } from './accounts.ts';

/** `valid`, or the reason why not. */
export type SignatureVerdict = 'valid' | 'missing' | 'mismatch' | 'body-mismatch';

export type SignedRequest = {
  header: string | undefined;
  /** Path and query exactly as received. */
  rawTarget: string;
  /** Form parameters sorted by `sortPairs`; null where the body is no form. */
  pairs: readonly Pair[] | null;
  /** The signed text after the origin: the raw target and, of a form, its `signedParts`. */
  signedText: string;
  rawBody: Buffer;
};

/** A form parameter, decoded; one character per byte. */
export type Pair = readonly [name: string, value: string];

export type SignatureCheck = (request: SignedRequest) => SignatureVerdict;

/**
 * Checks `X-Twilio-Signature` over the configured public origin plus the raw target: never over a host or scheme that
 * the request claims. The plain case is one HMAC of our own; only what that rejects is checked by twilio's
 * `validateRequest`, which costs about 100 µs more. Two tokens during rotation. The token of a subaccount signs requests
 * that name this account and no others: its owner must not speak for another one.
 */
export function openSignatureCheck(
  publicOrigin: string,
  tokens: readonly string[],
  ofAccounts: AccountTokens = new Map(),
): SignatureCheck {
  const origins = signableOrigins(publicOrigin);
  const common = withKeys(tokens);
  const byAccount = new Map([...ofAccounts].map(([sid, own]) => [sid, withKeys([...own, ...tokens])]));
  return (request) => {
    const { header, rawTarget, pairs, signedText, rawBody } = request;
    if (!header) return 'missing';
    const known = byAccount.size === 0 ? common : (byAccount.get(accountOf(request) ?? '') ?? common);
    if (pairs === null) return checkBody(header, rawTarget, rawBody, known);
    const given = Buffer.from(header);
    const signed = origins[0]! + signedText;
    const isPlain = ({ key }: Known): boolean =>
      equals(given, Buffer.from(createHmac('sha1', key).update(signed, 'latin1').digest('base64')));
    if (known.some(isPlain)) return 'valid';
    const isValid = (origin: string, token: string) => isSignedBy(token, header, origin + rawTarget, pairs);
    return origins.some((origin) => known.some(({ token }) => isValid(origin, token))) ? 'valid' : 'mismatch';
  };

  /** Without `bodySHA256` in the signed URL the body would not be covered by the signature. */
  function checkBody(header: string, rawTarget: string, rawBody: Buffer, known: readonly Known[]): SignatureVerdict {
    const isValid = (origin: string, token: string) =>
      withoutThrowing(() => validateRequestWithBody(token, header, origin + rawTarget, rawBody as unknown as string));
    if (origins.some((origin) => known.some(({ token }) => isValid(origin, token)))) return 'valid';
    const claimed = new URLSearchParams(rawTarget.slice(rawTarget.indexOf('?'))).get('bodySHA256');
    return claimed === hash('sha256', rawBody, 'hex') ? 'mismatch' : 'body-mismatch';
  }
}

type Known = { token: string; key: KeyObject };

const withKeys = (tokens: readonly string[]): Known[] =>
  tokens.map((token) => ({ token, key: createSecretKey(token, 'utf8') }));

/** The account that a request names: in its form, in its JSON, or without a body (a GET) in its query. */
export function accountOf({ pairs, rawBody, rawTarget }: SignedRequest): string | undefined {
  if (pairs === null) return accountInJson(rawBody);
  if (pairs.length > 0) {
    const named = pairs.filter(([name]) => name === 'AccountSid');
    return named.length === 1 ? named[0]![1] : undefined;
  }
  const query = rawTarget.indexOf('?');
  return query === -1 ? undefined : (new URLSearchParams(rawTarget.slice(query)).get('AccountSid') ?? undefined);
}

function accountInJson(body: Buffer): string | undefined {
  try {
    const { AccountSid: sid } = JSON.parse(body.toString('utf8')) as { AccountSid?: unknown };
    return typeof sid === 'string' ? sid : undefined;
  } catch {
    return undefined;
  }
}

/** The text that Twilio signs after the URL: each name with its distinct values, without separators. Expects sorted pairs. */
export function signedParts(pairs: readonly Pair[]): string {
  let text = '';
  for (const [name, value] of distinctPairs(pairs)) text += name + value;
  return text;
}

/** The pairs that the signature covers: equal ones once. Expects sorted pairs; without repeats it returns them as they are. */
export const distinctPairs = (pairs: readonly Pair[]): readonly Pair[] =>
  pairs.some(isRepeat) ? pairs.filter((pair, at) => !isRepeat(pair, at, pairs)) : pairs;

const isRepeat = ([name, value]: Pair, at: number, pairs: readonly Pair[]): boolean =>
  at > 0 && pairs[at - 1]![0] === name && pairs[at - 1]![1] === value;

/** Parameters in the order in which they are signed: names in byte order, values of one name likewise. */
export const sortPairs = (pairs: readonly Pair[]): Pair[] => pairs.toSorted(byNameThenValue);

const byNameThenValue = (a: Pair, b: Pair): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;

/** Libraries keep `user:password@` where Twilio's documents drop it: both are tried. */
function signableOrigins(publicOrigin: string): string[] {
  const origin = publicOrigin.replace(/\/+$/, '');
  return [...new Set([origin, origin.replace(/^(\w+:\/\/)[^/@]*@/, '$1')])];
}

const equals = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

function isSignedBy(token: string, header: string, url: string, pairs: readonly Pair[]): boolean {
  const params: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) {
    const [key, text] = [utf8(name), utf8(value)];
    const known = Object.hasOwn(params, key) ? params[key] : undefined;
    params[key] = known === undefined ? text : [known, text].flat();
  }
  return withoutThrowing(() => validateRequest(token, header, url, params));
}

const utf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** `validateRequest` throws on URLs that it cannot parse; such a request is not valid. */
function withoutThrowing(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
