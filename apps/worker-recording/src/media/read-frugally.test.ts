import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type RequestListener } from 'node:http';
import { Agent as SecureAgent, createServer as createSecureServer, request as requestSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../../../test/support/eventually.ts';
import { inBlocks, readFrugally } from './read-frugally.ts';

/** Many reads, and no whole number of blocks. */
const BODIES = [3_000_001, 262_144, 5, 0, 1_234_567].map((size) => randomBytes(size));
/** Instead of certificates. */
const PSK = { psk: randomBytes(32), identity: 'test' };
const TLS = { ciphers: 'PSK', maxVersion: 'TLSv1.2' as const };

const answer: RequestListener = ({ url }, response) => {
  const body = BODIES[Number(url?.slice(1))];
  if (body) return void response.writeHead(200, { 'content-length': body.length }).end(body);
  response.writeHead(200, { 'content-length': 1000 }).write('half', () => response.destroy());
};

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function blocksOf(body: IncomingMessage): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of inBlocks(body)) {
    await new Promise(setImmediate); // time for others to be read
    blocks.push(Buffer.from(block));
  }
  return Buffer.concat(blocks);
}

describe.each(['HTTP', 'HTTPS'])('over %s', (protocol) => {
  const isSecure = protocol === 'HTTPS';
  const server = isSecure ? createSecureServer({ ...TLS, pskCallback: () => PSK.psk }, answer) : createServer(answer);
  const agent = readFrugally(
    isSecure
      ? new SecureAgent({ keepAlive: true, ...TLS, pskCallback: () => PSK, checkServerIdentity: () => undefined })
      : new Agent({ keepAlive: true }),
  );
  let connections = 0;
  server.on('connection', () => (connections += 1));
  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
  afterAll(async () => {
    agent.destroy();
    await once(server.close(), 'close');
  });

  async function get(n: number): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const outgoing = (isSecure ? requestSecurely : request)({ host: '127.0.0.1', port, path: `/${n}`, agent }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    return response;
  }

  test('one connection receives body after body, each as it was sent', async () => {
    for (const [n, body] of BODIES.entries()) expect(digest(await blocksOf(await get(n)))).toBe(digest(body));
    expect(connections).toBe(1);
  });

  test('bodies received at the same time do not mix', async () => {
    const asked = Array.from({ length: 20 }, (_, n) => n % BODIES.length);
    const got = await Promise.all(asked.map(async (n) => digest(await blocksOf(await get(n)))));
    expect(got).toEqual(asked.map((n) => digest(BODIES[n]!)));
  });

  test('a body that breaks rejects, also when it is read only after that', async () => {
    await expect(get(-1).then(blocksOf)).rejects.toThrow('aborted');
    const body = await get(-1);
    const blocks = inBlocks(body);
    await new Promise((closed) => body.once('close', closed));
    await expect(blocks.next()).rejects.toThrow('aborted');
  });

  test('a body waits until its next block is requested', async () => {
    const body = await get(0);
    await inBlocks(body).next();
    await eventually(() => expect(body.isPaused()).toBe(true));
    body.destroy();
  });
});
