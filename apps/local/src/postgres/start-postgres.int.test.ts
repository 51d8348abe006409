import { once } from 'node:events';
import { access, chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from './start-postgres.ts';
import { freePort } from '../../../../test/support/processes/free-port.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-test-'));
  await chmod(folder, 0o755); // as root, the server is `nobody`
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('a server with temporary data leaves nothing behind', async () => {
  const server = await startPostgres();
  expect(await query(server.url, "select current_setting('fsync') as fsync")).toEqual([{ fsync: 'off' }]);
  await server[Symbol.asyncDispose]();
  await expect(access(server.dataDir)).rejects.toThrow('ENOENT');
});

test('committed data survives a crash, also when another process has got the old process id', async () => {
  const dataDir = join(folder, 'crash');
  const crashed = await startPostgres({ dataDir });
  expect(await query(crashed.url, "select current_setting('fsync') as fsync")).toEqual([{ fsync: 'on' }]);
  await query(crashed.url, 'create table kept as select 42 as answer');
  await crashed.stop('immediate');
  const lock = join(crashed.dataDir, 'postmaster.pid');
  const stale = await readFile(lock, 'utf8').catch(() => `${crashed.pid}\n${crashed.dataDir}\n`);
  await writeFile(lock, stale.replace(/^\d+/, `${process.pid}`));

  await using again = await startPostgres({ dataDir });
  expect(await query(again.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a second server on the same data is refused', async () => {
  const dataDir = join(folder, 'twice');
  await using first = await startPostgres({ dataDir });
  await expect(startPostgres({ dataDir })).rejects.toThrow(`Stop it with \`kill -INT ${first.pid}\``);
});

test('a cluster asks for a password, which a file keeps for its owner alone', async () => {
  const [dataDir, passwordFile] = [join(folder, 'asks'), join(folder, 'asks.password')];
  const url = await (async () => {
    await using first = await startPostgres({ dataDir, passwordFile });
    await query(first.url, 'create table kept as select 42 as answer');
    return first.url;
  })();
  expect((await stat(passwordFile)).mode & 0o777).toBe(0o600);
  expect(new URL(url).password).toBe((await readFile(passwordFile, 'utf8')).trim());
  await using again = await startPostgres({ dataDir, passwordFile });
  expect(new URL(again.url).password).toBe(new URL(url).password);
  expect(await query(again.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  for (const password of ['', 'wrong'])
    await expect(query(withPassword(again.url, password), 'select 1')).rejects.toThrow(/password/);
});

test('a cluster of an earlier version, which trusted everyone, gets a password and keeps its data', async () => {
  const [dataDir, passwordFile] = [join(folder, 'earlier'), join(folder, 'earlier.password')];
  {
    await using earlier = await startPostgres({ dataDir });
    await query(earlier.url, 'create table kept as select 42 as answer');
    await earlier.stop('immediate'); // also after a crash
  }
  await using later = await startPostgres({ dataDir, passwordFile });
  expect(await query(later.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await expect(query(withPassword(later.url, ''), 'select 1')).rejects.toThrow(/password/);
});

test('a lost file is made again, with another password', async () => {
  const [dataDir, passwordFile] = [join(folder, 'lost'), join(folder, 'lost.password')];
  const before = await (async () => {
    await using first = await startPostgres({ dataDir, passwordFile });
    return first.url;
  })();
  await rm(passwordFile);
  await using again = await startPostgres({ dataDir, passwordFile });
  expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await expect(query(withPassword(again.url, new URL(before).password), 'select 1')).rejects.toThrow(/password/);
});

function withPassword(url: string, password: string): string {
  const other = new URL(url);
  other.password = password;
  return other.href;
}

test('the error names an occupied port', async () => {
  const port = await freePort();
  await using other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  await expect(startPostgres({ dataDir: join(folder, 'port'), port })).rejects.toThrow(
    `port ${port} of 127.0.0.1 is in use`,
  );
});

test('the error of a server that cannot start contains its log', async () => {
  const start = startPostgres({ dataDir: join(folder, 'wrong'), settings: { shared_buffers: 'plenty' } });
  await expect(start).rejects.toThrow('invalid value for parameter "shared_buffers"');
});

test('data of another PostgreSQL version is an error that names the remedy', async () => {
  const dataDir = join(folder, 'version');
  const server = await startPostgres({ dataDir });
  await server[Symbol.asyncDispose]();
  await writeFile(join(server.dataDir, 'PG_VERSION'), '9.6\n');
  await expect(startPostgres({ dataDir })).rejects.toThrow(`Move ${server.dataDir} to another place`);
});
