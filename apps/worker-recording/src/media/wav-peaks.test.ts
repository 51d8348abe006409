import { expect, test } from '@jest/globals';
import { readPeaks } from '@trunkline/telephony/recordings';
import fc from 'fast-check';
import { audioFormat } from './audio-format.ts';
import { WavPeaks } from './wav-peaks.ts';

type Form = { formatTag: number; bits: 8 | 16; channels: 1 | 2 };
const PCM: Form = { formatTag: 1, bits: 16, channels: 1 };

/** A WAV file with this body. */
function wav(body: Buffer, { formatTag, bits, channels }: Form, dataBytes = body.length): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + body.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(formatTag, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000 * (bits / 8) * channels, 28);
  header.writeUInt16LE((bits / 8) * channels, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return Buffer.concat([header, body]);
}
const samples16 = (values: readonly number[]): Buffer => Buffer.from(Int16Array.from(values).buffer);

function peaksOf(file: Buffer, pieces: readonly number[] = [file.length]) {
  const format = audioFormat(file.subarray(0, 4096));
  const peaks = format?.kind === 'wav' ? WavPeaks.open(format.wav) : undefined;
  let at = 0;
  for (const bytes of [...pieces, file.length]) {
    peaks?.add(file.subarray(at, at + bytes));
    at += bytes;
  }
  return peaks && peaks.finish();
}
const points = (file: Buffer) => readPeaks(peaksOf(file)!);

test('a sound is as loud as its loudest sample, at its place, in its channel', () => {
  const frames = 800 * 40;
  const values = Array.from({ length: frames * 2 }, () => 0);
  values[2 * 20 * 40] = -32_768; // at a 40th of the time, left
  values[2 * 400 * 40 + 1] = 16_384; // in the middle, right
  const [left, right] = points(wav(samples16(values), { ...PCM, channels: 2 }));
  expect([left!.length, right!.length]).toEqual([800, 800]);
  expect(left!.flatMap((value, n) => (value > 0 ? [[n, value]] : []))).toEqual([[20, 255]]);
  expect(right!.flatMap((value, n) => (value > 0 ? [[n, value]] : []))).toEqual([[400, 128]]);
});

test.each([
  ['mu-law', 7, 0x00, 0xff],
  ['A-law', 6, 0x2a, 0x55],
  ['unsigned 8 bit', 1, 0x00, 0x80],
])('%s is read: full scale and silence', (_form, formatTag, loud, silent) => {
  const body = Buffer.alloc(1600, silent);
  body.fill(loud, 0, 16);
  const [found] = points(wav(body, { formatTag, bits: 8, channels: 1 }));
  expect(found![0]).toBeGreaterThan(240);
  expect(found![99]).toBeLessThan(2);
});

test('however the bytes are cut the peaks are the same, and none is lost', () => {
  const cases = fc.tuple(
    fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 2, maxLength: 60_000 }),
    fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 30 }),
    fc.constantFrom<1 | 2>(1, 2),
  );
  fc.assert(
    fc.property(cases, ([values, pieces, channels]) => {
      const whole = values.slice(0, values.length - (values.length % channels));
      const file = wav(samples16(whole), { ...PCM, channels });
      const found = peaksOf(file, pieces)!;
      expect(found).toEqual(peaksOf(file));
      const loudest = Math.min(255, Math.round((Math.max(...whole.map(Math.abs)) * 255) / 0x7fff));
      expect(Math.max(...found.peaks)).toBe(loudest);
      expect(found.peaks.length / channels).toBeLessThanOrEqual(800);
    }),
    { numRuns: 60 },
  );
});

test('chunks after the samples are left out, by the length in the header', () => {
  const silent = samples16(Array.from({ length: 1600 }, () => 0));
  const file = Buffer.concat([wav(silent, PCM), Buffer.from('LIST'), Buffer.alloc(60, 0x7f)]);
  expect(Math.max(...peaksOf(file)!.peaks)).toBe(0);
});

test('samples of a form that telephony does not use are not read', () => {
  const body = Buffer.alloc(4000, 1);
  expect(peaksOf(wav(body, { formatTag: 3, bits: 16, channels: 1 }))).toBeUndefined();
  expect(peaksOf(wav(Buffer.alloc(0), PCM, 100))).toBeNull();
});
