import { expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route, RouteContext } from '../http/route.ts';
import { callExportRoutes } from './export-calls.ts';

/** Serves an export of which `second` is the second and last page. `outcome` is what its handler throws. */
async function serveExport(second: (closed: Promise<void>) => Promise<unknown>) {
  const [{ handle }] = callExportRoutes() as [Route];
  const [closed, outcome] = [Promise.withResolvers<void>(), Promise.withResolvers<unknown>()];
  let pages = 0;
  const read = async () => (pages++ === 0 ? { rows: [], next: 'second' } : second(closed.promise));
  const app = express().get('/calls.csv', (request, response) => {
    response.once('close', closed.resolve);
    const context = { read, query: {}, may: () => true, request, response } as unknown as RouteContext;
    handle(context).then(outcome.resolve, outcome.resolve);
  });
  const server = app.listen(0);
  await once(server, 'listening');
  const client = get({ port: (server.address() as AddressInfo).port, path: '/calls.csv', agent: false });
  const [answer] = (await once(client, 'response')) as [IncomingMessage];
  answer.on('error', () => {}).resume();
  client.on('error', () => {});
  return { client, outcome: outcome.promise, [Symbol.dispose]: () => void server.close() };
}

test('an error after the first page of an export is thrown, so that it is logged', async () => {
  const failure = new Error('Connection terminated unexpectedly');
  using served = await serveExport(() => Promise.reject(failure));
  expect(await served.outcome).toBe(failure);
});

test('a client that leaves during an export is no error', async () => {
  using served = await serveExport(async (closed) => {
    await closed;
    return { rows: [], next: undefined };
  });
  served.client.destroy();
  expect(await served.outcome).toBeUndefined();
});
