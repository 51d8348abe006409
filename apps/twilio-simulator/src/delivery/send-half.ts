import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { type Attempt, type AttemptLimits, elapsedMs } from './attempt.ts';
import type { WireRequest } from './wire-request.ts';

/** An attempt that closes the connection in the middle of the request. */
export function sendHalf(request: WireRequest, { connectTimeoutMs, remainingMs }: AttemptLimits): Promise<Attempt> {
  const startedAt = Date.now();
  const began = performance.now();
  return new Promise((resolve) => {
    const end = (failure: 'ct' | 'rt', error: string): void => {
      socket.destroy();
      resolve({ startedAt, ms: elapsedMs(began), failure, error });
    };
    let failure: 'ct' | 'rt' = 'ct';
    const socket = open(request.origin, () => {
      failure = 'rt';
      socket.write(firstHalf(request), () => end('rt', 'connection lost'));
    });
    socket.setTimeout(Math.min(connectTimeoutMs, remainingMs), () => end('ct', 'no connection in time'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(failure, error.code ?? error.message));
  });
}

function open(origin: string, onConnected: () => void): Socket {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:') return connectSecurely({ host, port: Number(port || 443) }, onConnected);
  return connectPlain({ host, port: Number(port || 80) }, onConnected);
}

/** Half of the body of a POST, or half of the head of a GET. */
function firstHalf({ method, path, headers, form }: WireRequest): Buffer {
  const body = Buffer.from(method === 'POST' ? form : '');
  const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  const head = Buffer.from([...lines, `content-length: ${body.length}`, '', ''].join('\r\n'));
  if (body.length === 0) return head.subarray(0, head.length >> 1);
  return Buffer.concat([head, body.subarray(0, body.length >> 1)]);
}
