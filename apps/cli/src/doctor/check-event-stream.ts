import { checkOf, failure, uncheckedOf, type DoctorCheck, type Finding } from '@trunkline/telephony/doctor';
import type { Target } from '../api/target.ts';

const FIRST_BYTE_MS = 3000;

/** Opens the event stream by the URL that people use: a proxy that buffers shows nothing live. */
export async function checkEventStream({ url, key }: Target, signal: AbortSignal): Promise<DoctorCheck> {
  const began = performance.now();
  const within = AbortSignal.any([signal, AbortSignal.timeout(FIRST_BYTE_MS)]);
  try {
    const headers = { accept: 'text/event-stream', ...(key && { 'x-api-key': key }) };
    const response = await fetch(`${url}/events/calls`, { headers, signal: within, redirect: 'manual' });
    const type = response.headers.get('content-type') ?? '';
    if (response.status !== 200 || !type.startsWith('text/event-stream'))
      return checkOf('event-stream', `answered ${response.status}`, [refused(url, response.status, type)]);
    const reader = response.body!.getReader();
    const { done } = await reader.read();
    await reader.cancel();
    if (done) return checkOf('event-stream', 'ended at once', [cut(url)]);
    return checkOf('event-stream', `first byte after ${Math.round(performance.now() - began)} ms`, []);
  } catch (error) {
    signal.throwIfAborted();
    if (within.aborted) return checkOf('event-stream', `no byte within ${FIRST_BYTE_MS / 1000} s`, [buffered(url)]);
    return uncheckedOf('event-stream', 'unknown', (error as Error).message);
  }
}

const PASS =
  'Let the proxy pass /events to api as it comes, as deploy/Caddyfile and deploy/nginx.conf do: no buffering, no compression, a read timeout of an hour.';
const buffered = (url: string): Finding =>
  failure(
    'stream-buffered',
    `The event stream of ${url} sends nothing: a proxy holds it back, and the console is not live.`,
    PASS,
  );
const cut = (url: string): Finding =>
  failure('stream-cut', `The event stream of ${url} ends at once: the console is not live.`, PASS);
const refused = (url: string, status: number, type: string): Finding =>
  failure(
    'stream-refused',
    `${url}/events/calls answers ${status} with ${type || 'no type'}, and no event stream.`,
    PASS,
  );
