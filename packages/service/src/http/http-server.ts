import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';

/** Another process listens on the port; the message names it and the variable to change. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
}

/** Longer than a load balancer keeps idle connections, so that it never reuses a dying one. */
export const LONG_KEEP_ALIVE_MS = 75_000;

type HttpServerOptions = {
  /** How long an idle connection stays open. */
  keepAliveMs?: number;
  /** Gets the server before it listens. */
  prepare?: (server: Server) => void;
};

/**
 * An HTTP server with the timeouts that keep slow peers from piling up: 5 s for headers, 10 s for a whole request.
 * Disposing of it takes no new connections, closes idle ones and lets running requests finish.
 */
export async function openHttpServer(
  listener: RequestListener,
  { HOST, PORT }: { HOST: string; PORT: number },
  { keepAliveMs = LONG_KEEP_ALIVE_MS, prepare = () => {} }: HttpServerOptions = {},
): Promise<Server & AsyncDisposable> {
  const server = createServer({ connectionsCheckingInterval: 1000, maxHeaderSize: 16_384 }, listener);
  server.headersTimeout = 5000;
  server.requestTimeout = 10_000;
  server.keepAliveTimeout = keepAliveMs;
  server.maxConnections = 10_000;
  prepare(server);
  server.listen({ port: PORT, host: HOST });
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    throw new PortInUseError(
      `Port ${PORT} on ${HOST} is in use. Stop what listens there, or set PORT to another one.`,
      { cause },
    );
  });
  return Object.assign(server, { [Symbol.asyncDispose]: () => closeServer(server) });
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });

/** Headers that proxies add. Each shows that the request began on another machine. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/** True where a request carries a proxy's header: its peer is not the client. */
export const isProxied = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  PROXY_HEADERS.some((name) => headers[name] !== undefined);
