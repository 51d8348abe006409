import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startFakeServer } from '../../../test/support/fake-server.ts';
import { startS3Server } from '../../../test/support/media/s3-server.ts';
import { openStorage } from './open-storage.ts';
import type { StorageConfig } from './storage-env.ts';
import { ObjectMissingError, type Storage } from './storage.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

const MB = 1024 * 1024;
const SMALL = randomBytes(100_000);
/** More than one part of an upload. */
const LARGE = randomBytes(12 * MB + 7);

/** In pieces, as from the network. */
const streamOf = (bytes: Buffer, failsAt = Infinity): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += 65_536) {
        if (at >= failsAt) throw new Error('The line went dead');
        yield bytes.subarray(at, at + 65_536);
      }
      if (failsAt < Infinity) throw new Error('The line went dead');
    })(),
  );

async function folderConfig(): Promise<StorageConfig> {
  const RECORDINGS_DIR = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
  opened.defer(() => rm(RECORDINGS_DIR, { recursive: true, force: true }));
  return { RECORDINGS_DIR, S3_REGION: 'us-east-1' };
}

async function bucketConfig(options = {}): Promise<StorageConfig> {
  return opened.use(await startS3Server(options)).config;
}

describe.each([
  ['a folder', folderConfig],
  ['an S3 bucket', () => bucketConfig()],
])('%s', (_, configure) => {
  let storage: Storage;
  beforeAll(async () => void (storage = opened.use(openStorage(await configure()))));

  test.each([
    ['small', SMALL],
    ['large', LARGE],
  ])('returns a %s object unchanged', async (name, bytes) => {
    await storage.put(`2026/${name}.wav`, streamOf(bytes), 'audio/wav');
    expect(await storage.stat(`2026/${name}.wav`)).toEqual({ sizeBytes: bytes.length });
    const read = await buffer(await storage.get(`2026/${name}.wav`));
    expect(digest(read)).toBe(digest(bytes));
  });

  test('returns the requested range, first and last byte included', async () => {
    await storage.put('range.wav', streamOf(SMALL), 'audio/wav');
    const read = await buffer(await storage.get('range.wav', { start: 10, end: 19 }));
    expect(read).toEqual(SMALL.subarray(10, 20));
  });

  test.each([
    ['at once', SMALL, 0],
    ['at the last byte', SMALL, SMALL.length],
    ['after some parts', LARGE, 11 * MB],
  ])('shows nothing of a stream that fails %s', async (_when, bytes, failsAt) => {
    await expect(storage.put('failed.wav', streamOf(bytes, failsAt), 'audio/wav')).rejects.toThrow('went dead');
    expect(await storage.stat('failed.wav')).toBeUndefined();
  });

  test('creates an object once, and never replaces it', async () => {
    expect(await storage.create('once/a.json', SMALL, 'application/json')).toBe(true);
    expect(await storage.create('once/a.json', LARGE, 'application/json')).toBe(false);
    expect(digest(await buffer(await storage.get('once/a.json')))).toBe(digest(SMALL));
    const bytes = Array.from({ length: 5 }, () => randomBytes(1000));
    const created = await Promise.all(bytes.map((each) => storage.create('once/raced.json', each, 'application/json')));
    expect(created.filter(Boolean).length).toBeGreaterThan(0);
  });

  test('keeps the former object when a put fails', async () => {
    await storage.put('kept.wav', streamOf(SMALL), 'audio/wav');
    await expect(storage.put('kept.wav', streamOf(LARGE, 9 * MB), 'audio/wav')).rejects.toThrow('went dead');
    expect(digest(await buffer(await storage.get('kept.wav')))).toBe(digest(SMALL));
  });

  test('deletes an object, and resolves where there is none', async () => {
    await storage.put('deleted.wav', streamOf(SMALL), 'audio/wav');
    await storage.delete('deleted.wav');
    await storage.delete('deleted.wav');
    await expect(storage.get('deleted.wav')).rejects.toThrow(ObjectMissingError);
  });

  test.each(['../out.wav', '/etc/passwd', '.incoming/x', 'a/../../b', 'a//b', ''])(
    '%j is not a valid key',
    async (key) => {
      await expect(storage.put(key, streamOf(SMALL), 'audio/wav')).rejects.toThrow('is not a valid object key');
    },
  );
});

test('a failed put leaves nothing in the folder', async () => {
  const config = await folderConfig();
  using storage = openStorage(config);
  await expect(storage.put('failed.wav', streamOf(SMALL, 1), 'audio/wav')).rejects.toThrow('went dead');
  expect(await readdir(join(config.RECORDINGS_DIR, '.incoming'))).toEqual([]);
});

test('a removed folder is created again', async () => {
  const config = await folderConfig();
  using storage = openStorage(config);
  await storage.put('a.wav', streamOf(SMALL), 'audio/wav');
  await rm(config.RECORDINGS_DIR, { recursive: true });
  await storage.put('b.wav', streamOf(SMALL), 'audio/wav').catch(() => {});
  await storage.put('b.wav', streamOf(SMALL), 'audio/wav');
  expect(await storage.stat('b.wav')).toEqual({ sizeBytes: SMALL.length });
});

test.each([
  ['a folder', folderConfig],
  ['an S3 bucket', () => bucketConfig({ checksSignatures: false })],
])('%s lists the keys of a folder in order, after a key, without those of folders in it', async (_, configure) => {
  using storage = openStorage(await configure());
  expect(await storage.list('listed')).toEqual([]);
  for (const name of ['b', 'a', 'c', 'inner/d']) await storage.put(`listed/${name}`, streamOf(SMALL), 'text/plain');
  expect(await storage.list('listed')).toEqual(['listed/a', 'listed/b', 'listed/c']);
  expect(await storage.list('listed', 'listed/a')).toEqual(['listed/b', 'listed/c']);
});

test('an endpoint with a path, as that of Supabase Storage, keeps it in every request', async () => {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const server = opened.use(
    await startFakeServer(async (incoming, response) => {
      const path = new URL(incoming.url ?? '', 'http://x').pathname;
      requests.push(`${incoming.method} ${path} ${/Credential=[^,]*/.exec(incoming.headers.authorization ?? '')?.[0]}`);
      if (incoming.method === 'PUT') objects.set(path, await buffer(incoming));
      const object = objects.get(path);
      if (incoming.method === 'PUT') response.writeHead(200).end();
      else response.writeHead(object ? 200 : 404, { 'content-length': object?.length ?? 0 }).end(object);
    }),
  );
  using storage = openStorage({
    RECORDINGS_DIR: '',
    S3_BUCKET: 'call-recordings',
    S3_ENDPOINT: `${server.url}/storage/v1/s3`,
    S3_REGION: 'eu-central-1',
    S3_ACCESS_KEY_ID: 'key',
    S3_SECRET_ACCESS_KEY: 'secret',
  });
  await storage.put('2026/a.wav', streamOf(SMALL), 'audio/wav');
  expect(await storage.stat('2026/a.wav')).toEqual({ sizeBytes: SMALL.length });
  expect(digest(await buffer(await storage.get('2026/a.wav')))).toBe(digest(SMALL));
  const credential = expect.stringMatching(/Credential=key\/\d{8}\/eu-central-1\/s3\/aws4_request$/);
  expect(requests).toEqual([credential, credential, credential]);
  const path = '/storage/v1/s3/call-recordings/2026/a.wav';
  expect(requests.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    `PUT ${path}`,
    `HEAD ${path}`,
    `GET ${path}`,
  ]);
});

test('an unavailable store rejects within seconds', async () => {
  const config = { ...(await bucketConfig()), S3_ENDPOINT: 'http://127.0.0.1:1' };
  using storage = openStorage(config);
  await expect(storage.put('away.wav', streamOf(SMALL), 'audio/wav')).rejects.toThrow('ECONNREFUSED');
});

describe('a clock that is an hour off', () => {
  const SHIFT_CLOCK = fileURLToPath(new URL('../../../test/proofs/chaos/inside/shift-clock.ts', import.meta.url));

  test.each([3_600_000, -3_600_000])('does not keep objects from a store that checks it: %i ms', async (shiftMs) => {
    const config = await bucketConfig();
    const script = `
      import { openStorage } from '@trunkline/storage';
      const storage = openStorage(${JSON.stringify(config)});
      await storage.put('shifted.wav', [Buffer.alloc(1000)], 'audio/wav');
      console.log(JSON.stringify([new Date(), await storage.stat('shifted.wav')]));
      storage[Symbol.dispose]();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(import.meta.dirname, '../../../apps/worker-recording'),
      env: { ...process.env, NODE_OPTIONS: `--import ${SHIFT_CLOCK}`, CLOCK_SHIFT_MS: `${shiftMs}` },
    });
    const [itsTime, stat] = JSON.parse(stdout) as [string, object];
    expect(Math.abs(Date.parse(itsTime) - Date.now())).toBeGreaterThan(Math.abs(shiftMs) / 2); // it was off
    expect(stat).toEqual({ sizeBytes: 1000 });
  });

  test('that the store never accepts is named as the reason', async () => {
    const text =
      '<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message></Error>';
    const server = opened.use(
      await startFakeServer(async (incoming, response) => {
        await buffer(incoming);
        response.writeHead(403, { 'content-type': 'application/xml' }).end(text);
      }),
    );
    using storage = openStorage({ ...(await bucketConfig()), S3_ENDPOINT: server.url });
    const put = storage.put('skewed.wav', streamOf(SMALL), 'audio/wav');
    await expect(put).rejects.toMatchObject({
      name: 'RequestTimeTooSkewed',
      message: expect.stringContaining('difference between the request time and the current time'),
    });
  });
});

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
