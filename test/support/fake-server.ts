import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FakeServer = AsyncDisposable & { url: string };
export type FakeHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/**
 * An HTTP server on this machine that stands in for another service. Tests kill its clients in the middle of a request: what
 * a handler throws over a half request is ignored, everything else fails the test. It never times out and never closes an
 * idle connection, so no client reuses a connection that is closing.
 */
export async function startFakeServer(handle: FakeHandler): Promise<FakeServer> {
  const server = createServer({ keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 }, (request, response) => {
    void serve(handle, request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(handle: FakeHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    response.destroy();
    if (request.complete) throw error;
  }
}
