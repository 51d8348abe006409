import { expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { databaseUrl } from '../setup/database-url.ts';
import { withSession } from '../support/db/with-session.ts';
import { runCli } from '../support/processes/run-cli.ts';

const url = process.env['DATABASE_URL']!;
const migrations = (await readdir('prisma/migrations', { withFileTypes: true })).filter((entry) => entry.isDirectory());

test('of a database that does not exist all is pending; migrate makes it, and then nothing is', async () => {
  const name = `${new URL(url).pathname.slice(1)}_of_the_command`;
  const DATABASE_URL = databaseUrl(url, name);
  await withSession(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  try {
    const planned = await runCli(['migrate', '--plan'], { DATABASE_URL });
    expect(planned).toMatchObject({ code: 10, stderr: '' });
    expect(planned.stdout).toMatch(new RegExp(`^0 migrations applied, ${migrations.length} pending:\\n {2}2026`));
    expect(planned.stdout).toContain('A quarantined callback is released or discarded, with a reason.');
    const made = await runCli(['migrate'], { DATABASE_URL });
    expect(made).toEqual({ code: 0, stdout: `Applied ${migrations.length} migrations.\n`, stderr: '' });
    expect(await runCli(['migrate'], { DATABASE_URL })).toMatchObject({ code: 0, stdout: 'Nothing was pending.\n' });
  } finally {
    await withSession(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  }
});

test('a database of a later release is left alone', async () => {
  const later = `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('later', '', '20991231000000_later', now())`;
  expect(await runCli(['migrate', '--plan', '--json'], { DATABASE_URL: url })).toMatchObject({ code: 0 });
  await withSession(url, (client) => client.query(later));
  const refused = await runCli(['migrate'], { DATABASE_URL: url });
  expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('20991231000000_later') });
});

test('a server that does not answer is one sentence', async () => {
  const DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/x';
  expect(await runCli(['migrate', '--plan'], { DATABASE_URL })).toMatchObject({
    code: 8,
    stderr: expect.stringContaining('Postgres at 127.0.0.1:1 does not answer.'),
  });
});
