import type { Role } from '@trunkline/access';
import type { Database } from '@trunkline/db/connection';
import { TextDecoderStream } from 'node:stream/web';
import type { Mode, Proof } from './open-proof.ts';
import type { Sample } from './samples.ts';

/** An answer of the API; `content` is its body without the parts that differ from one request to the next. */
export type Answer = { status: number; code: string | null; content: string };
type Request = { mode: Mode; role: Role; method: string; sample: string | Sample };

/** Sends a request to the API of this mode as a person of this role. */
export async function sendRequest(
  { urls, tokens, owner }: Proof,
  { mode, role, method, sample }: Request,
): Promise<Answer> {
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
  return { status: response.status, code: codeOf(response, text), content: withoutNoise(text) };
}

function codeOf(response: Response, text: string): string | null {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem ? (JSON.parse(text) as { code: string }).code : null;
}

/** Fields that name the request or the process, or that count time. */
const NOISE = new RegExp(
  `"(?:request_id|instance|audio_url|audio_url_expires_at|lag_seconds|sent|resets|connected_clients|clients_by_role|groups|last_seq|age_seconds|oldest_age_seconds|checked_at|latency_ms)":(?:"[^"]*"|[\\d.]+|null|\\{[^{}]*\\})`,
  'g',
);
const NOW = /"window":\{[^{}]*\}|"as_of":"[^"]*"|last heard of [^;"]+ ago/g;

const withoutNoise = (text: string): string => text.replace(NOISE, '').replace(NOW, '');

/** The fields of a JSON body at every depth, with types instead of values, which differ from object to object. */
export function shapeOf({ content }: Answer): string {
  const text = content.replaceAll(/,(?=[,}])|(?<=\{),/g, ''); // commas of removed fields
  return text === ''
    ? ''
    : JSON.stringify(JSON.parse(text), (_, value: unknown) => (isLeaf(value) ? typeof value : value));
}

const isLeaf = (value: unknown): boolean => value !== null && typeof value !== 'object';

/** Frames about the connection or the process, not about what happened. */
const CONTROL_FRAMES = new Set([
  'connected',
  'keepalive',
  'queue.stats',
  'floor.stats',
  'health.changed',
  'sync.progress',
  'stream.reset',
]);

/** Reads the event stream from its first event to its last. */
async function readStream(owner: Database, url: string, headers: Record<string, string>): Promise<Answer> {
  const { rows } = await owner.pool.query<{ last: string }>('select coalesce(max(seq), 0) as last from stream_events');
  const last = Number(rows[0]!.last);
  const leaving = new AbortController();
  const response = await fetch(`${url}${url.includes('?') ? '&' : '?'}last_event_id=0`, {
    headers,
    signal: leaving.signal,
  });
  if (response.status !== 200) {
    const { code } = (await response.json()) as { code: string };
    return { status: response.status, code, content: code };
  }
  const events: string[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const frames = `${text}${chunk}`.split('\n\n');
    text = frames.pop()!;
    for (const frame of frames) {
      const name = /^event: ?(.*)$/m.exec(frame)?.[1] ?? '';
      const id = Number(/^id: ?(.*)$/m.exec(frame)?.[1] ?? -1);
      if (!CONTROL_FRAMES.has(name)) events.push(frame.replace(/^retry:.*$/gm, '').trim());
      if (name !== 'keepalive' || id < last) continue;
      leaving.abort();
      return { status: 200, code: null, content: events.join('\n') };
    }
  }
  throw new Error('The stream ended before its last event.');
}
