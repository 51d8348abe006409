import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { eventually } from '../../../../test/support/eventually.ts';
import { limitStrangers, networkOf } from './strangers.ts';

let server: Server;
let clients: Socket[];
beforeEach(() => {
  clients = [];
  server = createServer((_request, response) => void response.end('hello'));
});
afterEach(() => {
  for (const client of clients) client.destroy();
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
});

async function listen(limits: { total: number; perAddress: number; shared?: boolean }) {
  const strangers = limitStrangers(server, { ...limits, isShared: () => limits.shared === true });
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => void sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { ...strangers, sockets };
}

async function open(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const client = connect((server.address() as { port: number }).port, '127.0.0.1');
    clients.push(client);
    client.on('error', () => {});
    await Promise.all([once(client, 'connect'), once(server, 'connection')]);
  }
}
const isOpen = () => clients.map((client) => !client.closed && !client.readableEnded);
const expectOpen = (expected: boolean[]) => eventually(async () => expect(isOpen()).toEqual(expected));

test('one unproven peer too many closes the oldest of them', async () => {
  await listen({ total: 3, perAddress: 100 });
  await open(5);
  await expectOpen([false, false, true, true, true]);
  expect(isOpen().filter(Boolean)).toHaveLength(3);
});

test('of many that arrive together no more stay than the limit', async () => {
  const { sockets } = await listen({ total: 10, perAddress: 1000 });
  const { port } = server.address() as { port: number };
  clients = Array.from({ length: 200 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await eventually(async () => expect(sockets).toHaveLength(200));
  expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(10);
});

test('a connection that was vouched for is never closed, and counts no longer', async () => {
  const { vouchFor, sockets } = await listen({ total: 2, perAddress: 100 });
  await open(1);
  vouchFor(sockets[0]!);
  await open(3);
  await expectOpen([true, false, true, true]);
  expect(isOpen()[0]).toBe(true);
});

test('one address has a limit of its own, unless it stands for many', async () => {
  await listen({ total: 100, perAddress: 2 });
  await open(3);
  await expectOpen([false, true, true]);
  expect(isOpen()[0]).toBe(false);
});

test('a shared address has none', async () => {
  await listen({ total: 100, perAddress: 2, shared: true });
  await open(4);
  clients[0]!.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = (await once(clients[0]!, 'data')) as [Buffer];
  expect(answer.toString()).toContain('hello');
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['2001:db8::', '2001:db8:0:0'],
])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
