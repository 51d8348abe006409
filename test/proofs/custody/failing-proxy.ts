import { request } from 'node:http';
import { startFakeServer } from '../../support/fake-server.ts';

export type FailingProxy = AsyncDisposable & { url: string; refused(): number };

/** Forwards requests, but answers each n-th write with 503. */
export async function openFailingProxy(target: string, n: number): Promise<FailingProxy> {
  let writes = 0;
  let refused = 0;
  const server = await startFakeServer((incoming, response) => {
    const isWrite = incoming.method === 'PUT' || incoming.method === 'POST';
    if (isWrite && (writes += 1) % n === 0) {
      refused += 1;
      incoming.resume();
      return void response
        .writeHead(503, { 'content-type': 'application/xml' })
        .end('<Error><Code>SlowDown</Code></Error>');
    }
    const options = { method: incoming.method, headers: incoming.headers };
    const outgoing = request(new URL(incoming.url ?? '/', target), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy()).pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.on('error', () => outgoing.destroy()).pipe(outgoing);
  });
  return Object.assign(server, { refused: () => refused });
}
