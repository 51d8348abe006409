import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FailingProxy = AsyncDisposable & { url: string; refused(): number };

/** Hands requests on, but answers every so-manieth that writes with 503, before or after it was read. */
export async function openFailingProxy(target: string, every: number): Promise<FailingProxy> {
  let writes = 0;
  let refused = 0;
  const server = createServer((incoming, response) => {
    const isWrite = incoming.method === 'PUT' || incoming.method === 'POST';
    if (isWrite && (writes += 1) % every === 0) {
      refused += 1;
      incoming.resume();
      return void response
        .writeHead(503, { 'content-type': 'application/xml' })
        .end('<Error><Code>SlowDown</Code></Error>');
    }
    const options = { method: incoming.method, headers: incoming.headers };
    const outgoing = request(new URL(incoming.url ?? '/', target), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
