import { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { type Attempt, type AttemptLimits, watchAttempt } from './attempt.ts';
import { sendHalf } from './send-half.ts';
import type { WireRequest } from './wire-request.ts';

/** Makes single attempts, over keep-alive connections. */
export interface Transport {
  attempt(request: WireRequest, limits: AttemptLimits, mode?: SendMode): Promise<Attempt>;
  /** Aborted by `close`: no further attempt is made. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
}

/** How a body is sent: at once, in pieces over two seconds, or only by half. */
export type SendMode = 'whole' | 'slow' | 'cut';

export const maxInFlight = 512;

/**
 * Each callback in flight may have a duplicate and a forged copy, and none may wait for a connection within its
 * timeout.
 */
const maxConnections = 3 * maxInFlight;

export function openTransport(): Transport {
  const agents = new Map<number, Agent>();
  const closing = new AbortController();
  const agentFor = (connectTimeoutMs: number): Agent => {
    const known = agents.get(connectTimeoutMs);
    if (known) return known;
    const connect = { timeout: connectTimeoutMs };
    const agent = new Agent({ connections: maxConnections, connect, headersTimeout: 0, bodyTimeout: 0 });
    agents.set(connectTimeoutMs, agent);
    return agent;
  };
  return {
    attempt(request, limits, mode = 'whole') {
      if (mode === 'cut' && request.origin) return sendHalf(request, limits);
      return new Promise((resolve) => {
        const handler = watchAttempt(limits, resolve);
        if (!request.origin) return handler.fail('ct', `${request.headers['host']} is not the target`);
        agentFor(limits.connectTimeoutMs).dispatch(toOptions(request, mode === 'slow'), handler.events);
      });
    },
    closing: closing.signal,
    async close() {
      closing.abort();
      await Promise.all(Array.from(agents.values(), (agent) => agent.destroy()));
    },
  };
}

function toOptions(request: WireRequest, isSlow: boolean): Dispatcher.DispatchOptions {
  const { method, origin, path, headers, form } = request;
  if (method === 'GET') return { method, origin, path, headers };
  if (!isSlow) return { method, origin, path, headers, body: form };
  const length = { ...headers, 'content-length': String(Buffer.byteLength(form)) };
  return { method, origin, path, headers: length, body: Readable.from(inPieces(form)) };
}

/** A body in ten pieces over two seconds. */
async function* inPieces(form: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(form);
  const size = Math.ceil(bytes.length / 10);
  for (let start = 0; start < bytes.length; start += size) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve, 220));
    yield bytes.subarray(start, start + size);
  }
}
