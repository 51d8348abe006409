import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { awaitTarget } from './await-target.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('resolves once the target listens, and not before', async () => {
  const port = await freePort();
  let isListening = false;
  const waiting = awaitTarget(`http://127.0.0.1:${port}`, new AbortController().signal).then(() => isListening);
  const server = createServer((socket) => socket.end()).listen(port, '127.0.0.1', () => (isListening = true));
  expect(await waiting).toBe(true);
  server.close();
});

test('ends with its signal', async () => {
  const ending = new AbortController();
  const waiting = awaitTarget(`http://127.0.0.1:${await freePort()}`, ending.signal);
  ending.abort();
  expect(await waiting).toBeUndefined();
});
