import type { CallbackToStore } from '@trunkline/db/inbox';
import type { Accounts, CallbackPath } from '@trunkline/telephony/callbacks';
import {
  distinctPairs,
  signedParts,
  sortPairs,
  type Pair,
  type SignatureCheck,
  type SignatureVerdict,
  type SignedRequest,
} from '@trunkline/twilio';
import type { Request } from 'express';
import { decodeJson, decodePairs, isPlainForm, type DecodedFields } from './decode-fields.ts';
import { identifyCallback } from './identify-callback.ts';
import { parseForm } from './parse-form.ts';

export type ReadCallback = {
  verdict: SignatureVerdict;
  /** What was checked, for the record of what is refused. */
  signed: SignedRequest;
  /** The callback to store; null where the body is not a JSON object. */
  identify: () => CallbackToStore | null;
};

/** Reads a request's bytes: the signature's verdict at once, the callback when `identify` is called. */
export function readCallback(
  request: Request,
  rawBody: Buffer,
  path: CallbackPath,
  { checkSignature, accounts }: { checkSignature: SignatureCheck; accounts: Accounts },
): ReadCallback {
  const rawTarget = request.url;
  const text = rawBody.toString('latin1');
  const pairs = isJson(request) ? null : sortPairs(parseForm(text));
  const signedText = rawTarget + (pairs ? signedParts(pairs) : text);
  const header = textHeader(request, 'x-twilio-signature');
  const signed = { header, rawTarget, pairs, signedText, rawBody };
  const verdict = checkSignature(signed);
  const identify = (): CallbackToStore | null => {
    const queryPairs = queryOf(rawTarget);
    const body = request.method === 'GET' ? decodePairs(queryPairs, false) : bodyOf(pairs, text, rawBody);
    return (
      body &&
      identifyCallback({
        path,
        body,
        query: queryPairs.length === 0 ? NO_FIELDS : decodePairs(queryPairs, false),
        rawTarget,
        content: `${pairs ? contentOf(pairs) : text}?${contentOf(queryPairs)}`,
        idempotencyToken: textHeader(request, 'i-twilio-idempotency-token'),
        signatureVerdict: verdict,
        accounts,
      })
    );
  };
  return { verdict, signed, identify };
}

const bodyOf = (pairs: readonly Pair[] | null, text: string, rawBody: Buffer): DecodedFields | null =>
  pairs ? decodePairs(pairs, isPlainForm(text)) : decodeJson(rawBody);

/** True for a form or JSON that is not compressed: Twilio sends nothing else. */
export function isReadable(request: Request): boolean {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return false;
  return contentType(request) === 'application/x-www-form-urlencoded' || isJson(request);
}

const isJson = (request: Request): boolean => contentType(request) === 'application/json';

function contentType(request: Request): string {
  const header = request.headers['content-type'] ?? '';
  const end = header.indexOf(';');
  return (end === -1 ? header : header.slice(0, end)).trim().toLowerCase();
}

function textHeader(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

const NO_FIELDS: DecodedFields = { fields: {}, escaped: [] };

/** The application's own parameters in the URL; `bodySHA256` is Twilio's and says nothing. */
function queryOf(rawTarget: string): Pair[] {
  const at = rawTarget.indexOf('?');
  if (at === -1) return [];
  return sortPairs(parseForm(rawTarget.slice(at + 1)).filter(([name]) => name !== 'bodySHA256'));
}

/**
 * Every distinct pair with its lengths before it (a body has at most 64 KiB): no two different sets of parameters are
 * written alike. The signature covers a pair that is repeated once, so a captured request with repeats is no new one.
 */
function contentOf(pairs: readonly Pair[]): string {
  let text = '';
  for (const [name, value] of distinctPairs(pairs))
    text += String.fromCharCode(name.length, value.length) + name + value;
  return text;
}
