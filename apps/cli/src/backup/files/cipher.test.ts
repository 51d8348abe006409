import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { DamagedFileError, decrypt, encrypt, fileKey, keyCheck } from './cipher.ts';

const SECRET = 'a secret of the test, long enough';
const KEY = fileKey(SECRET, 'backup', 'tables/calls');
const PIECE = 65_536;
const SEALED = PIECE + 16;
const inChunks = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size)),
  );
const seal = (bytes: Buffer, key = KEY) => buffer(encrypt(inChunks(bytes, 10_007), key));
const unseal = (bytes: Buffer, key = KEY) => buffer(decrypt(inChunks(bytes, 4096), key));

test.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])('%d bytes are the same after encryption', async (length) => {
  const bytes = randomBytes(length);
  const sealed = await seal(bytes);
  expect(sealed.includes(bytes.subarray(0, 64)) && length >= 64).toBe(false);
  expect((await unseal(sealed)).equals(bytes)).toBe(true);
});

const three = seal(randomBytes(3 * PIECE - 5));
test.each<[string, (sealed: Buffer) => Buffer]>([
  ['its end is cut at a piece', (sealed) => sealed.subarray(0, 2 * SEALED)],
  ['its end is cut within a piece', (sealed) => sealed.subarray(0, sealed.length - 1)],
  ['its start is cut', (sealed) => sealed.subarray(SEALED)],
  [
    'two pieces changed places',
    (sealed) =>
      Buffer.concat([sealed.subarray(SEALED, 2 * SEALED), sealed.subarray(0, SEALED), sealed.subarray(2 * SEALED)]),
  ],
  ['a bit is another', (sealed) => Buffer.from(sealed.map((byte, at) => (at === 99_999 ? byte ^ 1 : byte)))],
  ['it is empty', () => Buffer.alloc(0)],
  ['something follows', (sealed) => Buffer.concat([sealed, sealed])],
])('a file is damaged when %s', async (_what, damage) => {
  await expect(unseal(damage(await three))).rejects.toThrow(DamagedFileError);
});

test('each file of each backup has a key of its own', async () => {
  const sealed = await seal(Buffer.from('words'));
  for (const other of [
    fileKey(SECRET, 'backup', 'tables/call_events'),
    fileKey(SECRET, 'another', 'tables/calls'),
    fileKey(`${SECRET}!`, 'backup', 'tables/calls'),
  ])
    await expect(unseal(sealed, other)).rejects.toThrow(DamagedFileError);
  expect(keyCheck(SECRET, 'backup')).not.toBe(keyCheck(`${SECRET}!`, 'backup'));
});
