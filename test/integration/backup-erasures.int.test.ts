import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { findCanaries, NUMBER, plantPerson } from '../support/db/backup-person.ts';
import { backUp, closePlaces, inPlace, openPlaces, restore, type Place, type Places } from '../support/db/backups.ts';
import { openTestDatabase } from '../support/db/inbox.ts';
import { runCli } from '../support/processes/run-cli.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());

let source: Places['source'];
let target: Place;
let parent: string;
beforeEach(async () => {
  ({ source, target, parent } = await openPlaces(db));
  await plantPerson(db, source);
});
afterEach(() => closePlaces({ source, target }));

test('a person who was erased after the backup stays erased, in rows, spool and objects', async () => {
  const backup = await backUp(source, parent, '--plain');
  expect(await runCli(['erase', '--number', NUMBER, '--yes'], source.env)).toMatchObject({ code: 0 });
  await rm(source.env['SPOOL_DIR']!, { recursive: true });
  const withStore = {
    ...target,
    env: { ...target.env, RECORDINGS_DIR: source.env['RECORDINGS_DIR']!, SPOOL_DIR: source.env['SPOOL_DIR']! },
  };
  const { code, stdout, stderr } = await restore(withStore, backup, '--json');
  expect(stderr).toBe('');
  expect([code, JSON.parse(stdout)]).toMatchObject([
    0,
    { erased: { erasures: 2, unmatched: [], unread: 0 }, spool: 1 },
  ]);
  expect(await findCanaries(withStore)).toEqual([]);
  expect(await runCli(['audit-verify', '--no-store'], target.env)).toMatchObject({ code: 0 });
  expect(await runCli(['rebuild'], target.env)).toMatchObject({ code: 0 });
});

test('a database that is replaced says whom it has erased, where the store is lost as well', async () => {
  const backup = await backUp(source, parent);
  expect(await restore(target, backup)).toMatchObject({ code: 0 });
  expect(await runCli(['erase', '--number', NUMBER, '--yes'], target.env)).toMatchObject({ code: 0 });
  for (const name of ['SPOOL_DIR', 'RECORDINGS_DIR']) await rm(target.env[name]!, { recursive: true });
  expect(await restore(target, backup)).toMatchObject({ code: 1, stderr: expect.stringContaining('pass --replace') });
  expect(await restore(target, backup, '--replace')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  });
  expect(await restore(target, backup, '--replace', '--yes')).toMatchObject({ code: 0, stderr: '' });
  expect(await findCanaries(target)).toEqual([]);
});

test('a database that was recovered to an earlier moment erases again, and cancels what may have happened since', async () => {
  const moment = await backUp(source, parent);
  await runCli(['erase', '--number', NUMBER, '--yes'], source.env);
  const withStore = {
    ...target,
    env: { ...target.env, RECORDINGS_DIR: source.env['RECORDINGS_DIR']!, SPOOL_DIR: source.env['SPOOL_DIR']! },
  };
  await restore(target, moment, '--exact'); // into a store of its own: the rows are as they were
  expect(await findCanaries(target)).not.toEqual([]);
  await inPlace(target, (client) =>
    client.query(
      `insert into call_intents (kind, to_number, from_number, voice_url, status_url) values ('interview', '+12125550111', '+16175006181', 'https://x/', 'https://x/')`,
    ),
  );
  const { code, stdout } = await runCli(['restore', '--recovered', '--json'], withStore.env);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { erased: { erasures: 2 }, settled: { intents: 1 } }]);
  expect(await findCanaries(withStore)).toEqual([]);
  for (const args of [['--recovered', moment], []])
    expect(await runCli(['restore', ...args], target.env)).toMatchObject({ code: 2 });
});
