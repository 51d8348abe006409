import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStorage } from '@trunkline/storage';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  backUp,
  closePlaces,
  openPlaces,
  restore,
  storeRecording,
  type Place,
  type Places,
} from '../support/db/backups.ts';
import { openTestDatabase } from '../support/db/inbox.ts';
import { startS3Server } from '../support/media/s3-server.ts';
import { runCli } from '../support/processes/run-cli.ts';
import { callSid } from '../support/twilio/callbacks.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());

const [ONE, TWO] = [`RE${'1'.repeat(32)}`, `RE${'2'.repeat(32)}`];
let source: Places['source'];
let target: Place;
let keys: string[];
beforeEach(async () => {
  ({ source, target } = await openPlaces(db));
  keys = [];
  for (const [n, sid] of [ONE, TWO].entries())
    keys.push(await storeRecording(db, source, { sid, callSid: callSid(n), bytes: Buffer.from(`RIFF ${n}`) }));
});
afterEach(() => closePlaces({ source, target }));

const withStoreOf = (place: Place, { env }: Place): Place => ({
  ...place,
  env: { ...place.env, RECORDINGS_DIR: env['RECORDINGS_DIR']! },
});

test('a recording that the store lost or changed is named by the backup, and by the restore', async () => {
  const parent = join(source.folder, 'backups');
  const file = (key: string) => join(source.env['RECORDINGS_DIR']!, key);
  const listed = await backUp(source, parent, '--objects', 'list');
  expect(await readdir(listed)).not.toContain('objects');
  await rm(file(keys[0]!));
  await writeFile(file(keys[1]!), 'RIFF of another');
  for (const { code, stdout } of [
    await runCli(['backup', join(source.folder, 'other')], source.env),
    await restore(withStoreOf(target, source), listed),
  ]) {
    expect([code, stdout]).toEqual([10, expect.stringContaining(`${keys[0]} is missing`)]);
    expect(stdout).toContain(`${keys[1]} is not the object`);
  }
});

test('an object of a copied backup that the store still has is left alone, also where it is another', async () => {
  const backup = await backUp(source, join(source.folder, 'backups'));
  const path = join(target.env['RECORDINGS_DIR']!, keys[0]!);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, 'RIFF X');
  const { code, stdout } = await restore(target, backup, '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([
    10,
    { objects: { count: 2, written: 1, faults: [{ key: keys[0], why: 'differs' }] } },
  ]);
});

test('the objects of a bucket are listed, and copied if asked for; a restore writes copies into another bucket', async () => {
  await using servers = new AsyncDisposableStack();
  const [from, to] = [
    servers.use(await startS3Server({ checksSignatures: false })),
    servers.use(await startS3Server({ checksSignatures: false })),
  ];
  using bucket = openStorage(from.config);
  for (const [n, key] of keys.entries()) await bucket.put(key, Readable.from([Buffer.from(`RIFF ${n}`)]), 'audio/wav');
  const inBucket = (place: Place, { config }: typeof from): Place => ({
    ...place,
    env: { ...place.env, ...(Object.fromEntries(Object.entries(config).filter(([, value]) => value)) as object) },
  });
  const made = await runCli(['backup', join(source.folder, 'listed'), '--json'], inBucket(source, from).env);
  expect(JSON.parse(made.stdout)).toMatchObject({ objects: { how: 'listed', count: 2 }, faults: [] });
  const copied = await backUp(inBucket(source, from), join(source.folder, 'copied'), '--objects', 'copy');
  expect(await restore(inBucket(target, to), copied)).toMatchObject({ code: 0, stderr: '' });
  using other = openStorage(to.config);
  for (const [n, key] of keys.entries()) expect(await text(await other.get(key))).toBe(`RIFF ${n}`);
});
