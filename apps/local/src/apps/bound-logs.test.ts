import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followFile } from './app-log.ts';
import { boundLogs } from './bound-logs.ts';
import { eventually } from '../../../../test/support/eventually.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-logs-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('logs stay below twice their limit, however much is written, and other files are left alone', async () => {
  await writeFile(join(folder, 'short.log'), 'x');
  await writeFile(join(folder, 'notes.txt'), 'x'.repeat(5000));
  for (let n = 0; n < 20; n++) {
    await appendFile(join(folder, 'ingest.log'), `${`${n % 10}`.repeat(599)}\n`);
    await boundLogs(folder, 1000);
  }
  expect((await readdir(folder)).toSorted()).toEqual(['ingest.log', 'ingest.log.1', 'notes.txt', 'short.log']);
  expect(await readFile(join(folder, 'ingest.log'), 'utf8')).toBe('');
  expect((await readFile(join(folder, 'ingest.log.1'), 'utf8')).length).toBe(1200);
  expect((await readFile(join(folder, 'notes.txt'), 'utf8')).length).toBe(5000);
});

test('lines that follow a cut are still read', async () => {
  const path = join(folder, 'api.log');
  await writeFile(path, `${'x'.repeat(2000)}\n`);
  const ended = Promise.withResolvers<void>();
  const lines: string[] = [];
  const following = followFile(path, 0, ended.promise, (line) => void lines.push(line));
  await eventually(() => expect(lines).toHaveLength(1));
  await boundLogs(folder, 1000);
  await eventually(async () => {
    await appendFile(path, 'after\n');
    expect(lines).toContain('after');
  });
  ended.resolve();
  await following;
});
