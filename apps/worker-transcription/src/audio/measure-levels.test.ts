import { expect, test } from '@jest/globals';
import { wavOf } from '../../../../test/support/media/wav.ts';
import { measureLevels } from './measure-levels.ts';

type Format = { tag: number; bits: number; write: (file: Buffer, value: number, at: number) => void };

/** A second of a tone of half the full scale, in any format; G.711 is written by searching its own table. */
function toneIn({ tag, bits, write }: Format, channels: 1 | 2 = 1): Buffer {
  const bytes = bits / 8;
  const file = Buffer.alloc(44 + 8000 * bytes * channels);
  wavOf({ seed: 'a', seconds: 0, channels }).copy(file);
  file.writeUInt16LE(tag, 20);
  file.writeUInt16LE(bytes * channels, 32);
  file.writeUInt16LE(bits, 34);
  file.writeUInt32LE(file.length - 44, 40);
  for (let n = 0; n < 8000; n++)
    for (let channel = 0; channel < channels; channel++) {
      const value = channel === 0 ? 0.5 * Math.sin((2 * Math.PI * 200 * n) / 8000) : 0;
      write(file, value, 44 + (n * channels + channel) * bytes);
    }
  return file;
}

const PCM_16: Format = {
  tag: 1,
  bits: 16,
  write: (file, value, at) => file.writeInt16LE(Math.round(value * 32_767), at),
};

function muLaw(value: number): number {
  const magnitude = Math.min(32_635, Math.abs(Math.round(value * 32_768))) + 0x84;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~((value < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function aLaw(value: number): number {
  const magnitude = Math.min(32_767, Math.abs(Math.round(value * 32_768)));
  const exponent = magnitude < 256 ? 0 : Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = exponent === 0 ? magnitude >> 4 : (magnitude >> (exponent + 3)) & 0x0f;
  return ((value < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

const HALF_SCALE_DB = -9.03;

test.each<[string, Format]>([
  ['8 bit', { tag: 1, bits: 8, write: (file, value, at) => file.writeUInt8(Math.round(128 + value * 127), at) }],
  ['16 bit', PCM_16],
  ['24 bit', { tag: 1, bits: 24, write: (file, value, at) => file.writeIntLE(Math.round(value * 8_388_607), at, 3) }],
  [
    '32 bit',
    { tag: 1, bits: 32, write: (file, value, at) => file.writeInt32LE(Math.round(value * 2_147_483_647), at) },
  ],
  ['floating point', { tag: 3, bits: 32, write: (file, value, at) => file.writeFloatLE(value, at) }],
  ['mu-law', { tag: 7, bits: 8, write: (file, value, at) => file.writeUInt8(muLaw(value), at) }],
  ['A-law', { tag: 6, bits: 8, write: (file, value, at) => file.writeUInt8(aLaw(value), at) }],
])('a tone of half the scale has the same level in %s', (_, format) => {
  const { db, frameSeconds } = measureLevels(toneIn(format))!;
  expect([db.length, frameSeconds]).toEqual([50, 0.02]);
  for (const level of db) expect(level).toBeCloseTo(HALF_SCALE_DB, 0);
});

test('of two channels the louder one counts', () => {
  expect(measureLevels(toneIn(PCM_16, 2))!.db[10]).toBeCloseTo(HALF_SCALE_DB, 0);
});

test.each([
  ['an MP3', Buffer.from([0xff, 0xe3, 0x48, 0xc0, ...Buffer.alloc(284)])],
  ['an unknown format', toneIn({ ...PCM_16, tag: 0x55 })],
  ['nothing', Buffer.alloc(0)],
])('%s cannot be measured', (_, file) => expect(measureLevels(file)).toBeUndefined());
