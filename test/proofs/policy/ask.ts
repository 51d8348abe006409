import type { Role } from '@trunkline/access';
import type { Mode, Proof } from './open-proof.ts';
import { readStream } from './read-stream.ts';
import type { Sample } from './samples.ts';

/** What was answered; `told` is the body without what differs from one request to the next. */
export type Answer = { status: number; code: string | null; told: string };
export type Question = { mode: Mode; role: Role; method: string; sample: string | Sample };

/** Asks one of the APIs as somebody of this role. */
export async function ask({ urls, tokens, owner }: Proof, { mode, role, method, sample }: Question): Promise<Answer> {
  const { path, body } = typeof sample === 'string' ? { path: sample } : sample;
  const headers = { authorization: `Bearer ${tokens[role]}`, ...(body && { 'content-type': 'application/json' }) };
  if (path.startsWith('/events/calls')) return readStream(owner, `${urls[mode]}${path}`, headers);
  const response = await fetch(`${urls[mode]}${path}`, {
    method: method.toUpperCase(),
    headers,
    redirect: 'manual',
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, code: codeOf(response, text), told: withoutNoise(text) };
}

function codeOf(response: Response, text: string): string | null {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem ? (JSON.parse(text) as { code: string }).code : null;
}

/** Names of the request, of the process, and clocks that go on while one asks. */
const NOISE = new RegExp(
  `"(?:request_id|instance|audio_url|audio_url_expires_at|lag_seconds|sent|resets|connected_clients|clients_by_role|groups|last_seq|age_seconds|oldest_age_seconds)":(?:"[^"]*"|[\\d.]+|null|\\{[^{}]*\\})`,
  'g',
);
const NOW = /"window":\{[^{}]*\}|"as_of":"[^"]*"|last heard of [^;"]+ ago/g;

const withoutNoise = (text: string): string => text.replace(NOISE, '').replace(NOW, '');

/** The fields of a JSON body, however deep, and of what kind they are; what they hold differs with the objects. */
export function shapeOf({ told }: Answer): string {
  const text = told.replaceAll(/,(?=[,}])|(?<=\{),/g, ''); // where noise was
  return text === ''
    ? ''
    : JSON.stringify(JSON.parse(text), (_, value: unknown) => (isLeaf(value) ? typeof value : value));
}

const isLeaf = (value: unknown): boolean => value !== null && typeof value !== 'object';
