import { createHash, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import twilio from 'twilio';
import { BASE_FORMS } from './base-forms.ts';
import type { FieldRequest } from './case.ts';
import { TOKENS, type Sids } from './placeholders.ts';

/** The answer to a request of Twilio, and the token by which its row in the inbox is found. */
export type Received = {
  status: number;
  /** `xml`, `json`, `none`, or the media type. */
  type: string;
  body: string;
  token: string;
};

/** Fills the placeholders of a request, signs it as Twilio does and sends it to the ingest at `origin`. */
export async function sendRequest(origin: string, request: FieldRequest, sids: Sids): Promise<Received> {
  const given = sids.fillIn(request);
  const pairs = sids.fillIn(pairsOf(given));
  const form = new URLSearchParams(pairs).toString();
  const body = given.spaces === 'percent' ? form.replaceAll('+', '%20') : form;
  const isGet = given.method === 'GET';
  const json = given.json === undefined ? undefined : JSON.stringify(given.json);
  const token = randomUUID();
  const target = (path: string) => (isGet ? withQuery(path, body) : json === undefined ? path : withDigest(path, json));
  const signedOrigin = given.sign_port === 'none' ? origin.replace(/:\d+$/, '') : origin;
  const signed = signedOrigin + target(given.sign_path ?? given.path);
  const signature = signatureOf(given, signed, isGet || json !== undefined ? [] : pairs);
  const headers = {
    'i-twilio-idempotency-token': token,
    ...(signature !== undefined && { 'x-twilio-signature': signature }),
    ...(!isGet && { 'content-type': json === undefined ? FORM : 'application/json' }),
    ...given.headers,
  };
  const path = target(given.path);
  const content = isGet ? '' : (json ?? body);
  let answer: Received | undefined;
  for (let n = 0; n < (given.times ?? 1); n++)
    answer = {
      ...(await send(origin, given.target === 'absolute' ? origin + path : path, headers, content, given)),
      token,
    };
  return answer!;
}

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';

type Pair = [name: string, value: string];

/** The form's fields in order; those of `repeat` come once for each value. */
function pairsOf({ base = 'empty', fields = {}, repeat = {} }: FieldRequest): Pair[] {
  const known = BASE_FORMS[base];
  if (known === undefined) throw new Error(`There is no base form ${base}.`);
  const form: Record<string, string | null> = { ...known, ...fields };
  for (const [name, twin] of TWINS) if (form[name] != null && !(twin in form)) form[twin] = form[name];
  const single = Object.entries(form).filter((pair): pair is Pair => pair[1] !== null && !(pair[0] in repeat));
  const repeated = Object.entries(repeat).flatMap(([name, values]) => values.map((value): Pair => [name, value]));
  return [...single, ...repeated];
}

const TWINS = [
  ['From', 'Caller'],
  ['To', 'Called'],
] as const;

function signatureOf({ token = 'primary' }: FieldRequest, signed: string, pairs: readonly Pair[]): string | undefined {
  if (token === 'none') return undefined;
  const params: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) params[name] = name in params ? [params[name]!, value].flat() : value;
  return twilio.getExpectedTwilioSignature(TOKENS[token]!, signed, params);
}

const withQuery = (path: string, query: string): string => path + (path.includes('?') ? '&' : '?') + query;

const withDigest = (path: string, body: string): string =>
  withQuery(path, `bodySHA256=${createHash('sha256').update(body).digest('hex')}`);

/** Sends the very bytes of the target, which `fetch` would normalise. */
function send(
  origin: string,
  target: string,
  headers: Record<string, string>,
  body: string,
  { method = 'POST' }: FieldRequest,
): Promise<Omit<Received, 'token'>> {
  const { hostname, port } = new URL(origin);
  const { promise, resolve, reject } = Promise.withResolvers<Omit<Received, 'token'>>();
  const length = { 'content-length': Buffer.byteLength(body) };
  const outgoing = httpRequest({ hostname, port, path: target, method, headers: { ...headers, ...length } });
  outgoing.on('response', (response) => {
    const type = response.headers['content-type'] ?? '';
    readText(response).then(
      (content) => resolve({ status: response.statusCode ?? 0, type: shortType(type), body: content }),
      reject,
    );
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

function shortType(type: string): string {
  if (type === '') return 'none';
  if (/\bxml\b/.test(type)) return 'xml';
  return /\bjson\b/.test(type) ? 'json' : type;
}
