import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { CliError } from './cli-error.ts';
import { useDatabase } from './use-database.ts';

const failing = (traits: object) => async () => {
  throw Object.assign(new Error('as Postgres says it'), traits);
};
const URL_WITH_SECRET = 'postgresql://trunkline:hunter2@db.example:5433/calls';

test.each([
  ['28P01', 'Postgres refuses the password for db.example:5433/calls'],
  ['3D000', 'There is no database db.example:5433/calls'],
  ['42P01', 'npx trunkline migrate'],
  ['ECONNREFUSED', 'Postgres at db.example:5433 does not answer'],
])('%s is an error that names the remedy and not the password', async (code, text) => {
  const failure: unknown = await useDatabase(URL_WITH_SECRET, failing({ code })).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CliError);
  expect((failure as CliError).message).toContain(text);
  expect((failure as CliError).message).not.toContain('hunter2');
});

test('a server that does not answer is an error that names it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const query = useDatabase(`postgresql://postgres@127.0.0.1:${port}/trunkline`, (db) => db.pool.query('select 1'));
  await expect(query).rejects.toThrow(`Postgres at 127.0.0.1:${port} does not answer. Start it with npm start`);
});

test('an error in our own SQL is passed on unchanged', async () => {
  await expect(useDatabase(URL_WITH_SECRET, failing({ code: '42601' }))).rejects.toThrow('as Postgres says it');
});
