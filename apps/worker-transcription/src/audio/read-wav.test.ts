import { expect, test } from '@jest/globals';
import { wavOf } from '../../../../test/support/media/wav.ts';
import { planChunks, readWav, wrapFrames } from './read-wav.ts';

const HEAD = 4096;
const layoutOf = (file: Buffer, sizeBytes = file.length) => readWav(file.subarray(0, HEAD), sizeBytes);

/** The file with another chunk before its sound, as recorders write them. */
function withChunk(file: Buffer, name: string, body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32LE(body.length, 4);
  const inserted = Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
  return Buffer.concat([file.subarray(0, 36), inserted, file.subarray(36)]);
}

test.each([1, 2] as const)(
  'the layout of a file with %d channels is read, and its sound is where it says',
  (channels) => {
    const file = wavOf({ seed: 'a', seconds: 3, channels });
    expect(layoutOf(file)).toMatchObject({
      frameBytes: 2 * channels,
      framesPerSecond: 8000,
      dataStart: 44,
      dataBytes: 48_000 * channels,
    });
  },
);

test('chunks before the audio, of odd length too, are skipped', () => {
  const file = withChunk(wavOf({ seed: 'a', seconds: 1 }), 'LIST', Buffer.from('odd'));
  expect(layoutOf(file)).toMatchObject({ dataStart: 56, dataBytes: 16_000 });
});

test('an audio chunk that claims more than the file has ends with the file, between frames', () => {
  const file = wavOf({ seed: 'a', seconds: 2 });
  file.writeUInt32LE(0xffffffff, 40);
  expect(layoutOf(file, file.length - 1001)).toMatchObject({ dataBytes: 32_000 - 1002 });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a page of XML', Buffer.from('<?xml version="1.0"?><TwilioResponse/>')],
  ['a file that ends before its sound', wavOf({ seed: 'a', seconds: 1 }).subarray(0, 40)],
  ['a file without a sound', wavOf({ seed: 'a', seconds: 0 })],
  ['a format that was cut', Buffer.from('RIFF....WAVEfmt \u0004\0\0\0abcddata\u0008\0\0\0abcdefgh')],
])('%s has no layout', (_, file) => {
  expect(layoutOf(file)).toBeUndefined();
});

test.each([0.5, 1, 299, 300, 300.5, 301, 601, 1800])('chunks of %d s hold every frame once and in order', (seconds) => {
  const layout = { ...layoutOf(wavOf({ seed: 'a', seconds: 1 }))!, dataBytes: seconds * 16_000 };
  const chunks = planChunks(layout);
  expect(chunks[0]?.start).toBe(layout.dataStart);
  expect(chunks.at(-1)?.end).toBe(layout.dataStart + layout.dataBytes - 1);
  expect(chunks.slice(1).map(({ start }) => start)).toEqual(chunks.slice(0, -1).map(({ end }) => end + 1));
  for (const { start, end } of chunks) expect((end + 1 - start) % layout.frameBytes).toBe(0);
  expect(Math.max(...chunks.map((chunk) => chunk.seconds))).toBeLessThan(301);
  expect(chunks.reduce((sum, chunk) => sum + chunk.seconds, 0)).toBeCloseTo(seconds);
});

test('wrapped frames are a file of the same format with only these frames', () => {
  const file = wavOf({ seed: 'a', seconds: 2 });
  const frames = file.subarray(1044, 2044);
  const wrapped = wrapFrames(layoutOf(file)!, frames);
  const layout = layoutOf(wrapped)!;
  expect(layout).toMatchObject({ framesPerSecond: 8000, frameBytes: 2, dataBytes: 1000 });
  expect(wrapped.subarray(layout.dataStart, layout.dataStart + 1000)).toEqual(frames);
});
