import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { checkPorts } from './check-ports.ts';
import { freePort } from '../../../test/support/processes/free-port.ts';

const silent = (): void => {};

async function occupy(port: number): Promise<AsyncDisposable> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('the error names every occupied port and the variable that moves it', async () => {
  const [first, second] = [await freePort(), await freePort()];
  await using _first = await occupy(first);
  await using _second = await occupy(second);
  const refusal = checkPorts(
    [
      { variable: 'INGEST_PORT', port: first, by: 'ingest' },
      { variable: 'API_PORT', port: second, by: 'api' },
      { variable: 'SIMULATOR_PORT', port: await freePort(), by: 'twilio-simulator' },
    ],
    silent,
    0,
  );
  const message = await refusal.catch((error: Error) => error.message);
  expect(message).toContain(`Port ${first}, needed by ingest, is in use: set INGEST_PORT`);
  expect(message).toContain(`Port ${second}, needed by api, is in use: set API_PORT`);
  expect(message).not.toContain('SIMULATOR_PORT');
});

test('one port for two processes is an error before anything starts', async () => {
  const port = await freePort();
  const needed = [
    { variable: 'INGEST_PORT', port, by: 'ingest' },
    { variable: 'API_PORT', port, by: 'api' },
  ] as const;
  await expect(checkPorts([...needed], silent)).rejects.toThrow(/meant for api.*set API_PORT/);
});

test('the check waits for a port that an earlier start is about to release', async () => {
  const port = await freePort();
  const server = await occupy(port);
  const said: string[] = [];
  const checking = checkPorts([{ variable: 'API_PORT', port, by: 'api' }], (line) => {
    said.push(line);
    void server[Symbol.asyncDispose]();
  });
  await expect(checking).resolves.toBeUndefined();
  expect(said).toHaveLength(1);
});
