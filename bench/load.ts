/**
 * A process of its own that sends signed callbacks: told `{ port, seconds, connections }`, it answers with what it
 * measured. Requests are bytes made beforehand and answers are only looked at for their status: the load shares the
 * processors with what it measures, and a general HTTP client would take two to three times as much of them.
 */
import { connect, type Socket } from 'node:net';
import { ORIGIN, PATH, signedCallbacks, type SignedCallback } from './callbacks.ts';

/** Without `perSecond` every connection sends its next request as soon as it has its answer. */
export type LoadOrder = { port: number; seconds: number; connections: number; perSecond?: number | undefined };
export type LoadResult = { requests: number; refused: number; seconds: number; p50: number; p99: number };

const PER_SECOND_AT_MOST = 15_000;
const END_OF_HEAD = '\r\n\r\n';

process.on('message', (order: LoadOrder) => void run(order).then((result) => process.send?.(result)));
process.on('disconnect', () => process.exit(0));

async function run({ port, seconds, connections, perSecond = Infinity }: LoadOrder): Promise<LoadResult> {
  const requests = signedCallbacks(PER_SECOND_AT_MOST * seconds).map(toBytes);
  const latencies: number[] = [];
  let [next, refused] = [0, 0];
  const began = performance.now();
  const until = began + seconds * 1000;
  const take = (): Order | null => {
    if (performance.now() >= until) return null;
    const n = next++;
    return { bytes: requests[n % requests.length]!, dueAt: began + (n / perSecond) * 1000 };
  };
  const told = (isAccepted: boolean, ms: number): void => {
    latencies.push(ms);
    if (!isAccepted) refused += 1;
  };
  await Promise.all(Array.from({ length: connections }, () => talk(port, take, told)));
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1));
  const lasted = (performance.now() - began) / 1000;
  return { requests: latencies.length, refused, seconds: lasted, p50: percentile(0.5), p99: percentile(0.99) };
}

type Order = { bytes: Buffer; dueAt: number };

/** One connection, kept alive: one request after the other, each when it is due, until `take` has no more. */
function talk(port: number, take: () => Order | null, told: (isAccepted: boolean, ms: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let [sentAt, head] = [0, ''];
    const next = (): void => {
      const order = take();
      if (!order) return void socket.end(resolve);
      const early = order.dueAt - performance.now();
      if (early > 0) setTimeout(send, early, order.bytes);
      else send(order.bytes);
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
      told(head.startsWith('HTTP/1.1 204'), performance.now() - sentAt);
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
