import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves a variant on a free port; answers the parent's `cpu` with the process's CPU time so far, in microseconds. */
export function serveBench(listener: RequestListener): void {
  const server = createServer(listener);
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  answerCpu();
}

/** Answers the parent's `cpu` messages and ends with it. */
export function answerCpu(): void {
  process.on('message', (message) => {
    if (message !== 'cpu') return;
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  });
  process.on('disconnect', () => process.exit(0));
}
