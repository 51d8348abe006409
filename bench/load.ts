/**
 * A process of its own that sends signed callbacks: a message `{ port, seconds, connections }` starts a run, the answer is
 * its result. Requests are prepared as bytes, and of an answer only the status is read: the load shares the processors
 * with the server that it measures, and a general HTTP client would need two to three times as much CPU.
 */
import { connect, type Socket } from 'node:net';
import { ORIGIN, PATH, signedCallbacks, type SignedCallback } from './callbacks.ts';
import { percentile, round } from './report/figures.ts';

/** Without `perSecond` each connection sends its next request as soon as it has an answer. */
export type LoadOptions = { port: number; seconds: number; connections: number; perSecond?: number | undefined };
export type LoadResult = { requests: number; refused: number; seconds: number; p50: number; p99: number };

const MOST_PER_SECOND = 15_000;
const END_OF_HEAD = '\r\n\r\n';

process.on('message', (options: LoadOptions) => void run(options).then((result) => process.send?.(result)));
process.on('disconnect', () => process.exit(0));

async function run({ port, seconds, connections, perSecond = Infinity }: LoadOptions): Promise<LoadResult> {
  const requests = signedCallbacks(MOST_PER_SECOND * seconds).map(toBytes);
  const latencies: number[] = [];
  let [next, refused] = [0, 0];
  const began = performance.now();
  const until = began + seconds * 1000;
  const nextRequest = (): Request | null => {
    if (performance.now() >= until) return null;
    const n = next++;
    return { bytes: requests[n % requests.length]!, dueAt: began + (n / perSecond) * 1000 };
  };
  const answered = (isAccepted: boolean, ms: number): void => {
    latencies.push(ms);
    if (!isAccepted) refused += 1;
  };
  await Promise.all(Array.from({ length: connections }, () => sendAll(port, nextRequest, answered)));
  const lasted = (performance.now() - began) / 1000;
  const [p50, p99] = [0.5, 0.99].map((share) => round(percentile(latencies, share), 1)) as [number, number];
  return { requests: latencies.length, refused, seconds: lasted, p50, p99 };
}

type Request = { bytes: Buffer; dueAt: number };

/** One kept-alive connection: one request after the other, each when it is due, until there are no more. */
function sendAll(
  port: number,
  nextRequest: () => Request | null,
  answered: (isAccepted: boolean, ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let [sentAt, head] = [0, ''];
    const next = (): void => {
      const request = nextRequest();
      if (!request) return void socket.end(resolve);
      const waitMs = request.dueAt - performance.now();
      if (waitMs > 0) setTimeout(send, waitMs, request.bytes);
      else send(request.bytes);
    };
    const send = (request: Buffer): void => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.includes(END_OF_HEAD)) return;
      answered(head.startsWith('HTTP/1.1 204'), performance.now() - sentAt);
      head = '';
      next();
    });
  });
}

const toBytes = ({ body, signature }: SignedCallback): Buffer =>
  Buffer.from(
    [
      `POST ${PATH} HTTP/1.1`,
      `Host: ${new URL(ORIGIN).host}`,
      'Content-Type: application/x-www-form-urlencoded; charset=UTF-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'User-Agent: TwilioProxy/1.1',
      'Accept: */*',
      'I-Twilio-Idempotency-Token: d50dc30c-5d0d-418d-92ea-12cd8fd05f09',
      `X-Twilio-Signature: ${signature}`,
      '',
      body,
    ].join('\r\n'),
  );
