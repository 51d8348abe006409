import { describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { wavOf } from '../../../../test/support/media/wav.ts';
import { CheckedAudio, type Expected } from './checked-audio.ts';
import { checkedBlocks } from './checked-blocks.ts';

const WAV = wavOf({ seed: 'a', seconds: 10 });
/** MPEG 2.5, layer III, 32 kbit/s: 288 bytes a frame. */
const MP3 = Buffer.concat(
  Array.from({ length: 140 }, () => Buffer.concat([Buffer.from([0xff, 0xe3, 0x48, 0xc0]), Buffer.alloc(284)])),
);

async function check(bytes: Buffer, expected: Partial<Expected> = {}, pieceBytes = 1000) {
  const audio = new CheckedAudio({ contentLength: null, durationSec: 10, maxBytes: 1e6, ...expected });
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, n) =>
    Buffer.from(bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes)),
  );
  const passed: Buffer[] = [];
  for await (const block of checkedBlocks(Readable.from(pieces), audio, AbortSignal.any([])))
    passed.push(Buffer.from(block));
  expect(Buffer.concat(passed)).toEqual(bytes);
  return audio.found;
}

test.each([1, 7, 1000, 1_000_000])(
  'a recording in pieces of %i bytes passes unchanged, with its checksum',
  async (pieceBytes) => {
    const bytes = pieceBytes === 1 ? wavOf({ seed: 'a', seconds: 1 }) : WAV;
    expect(await check(bytes, { durationSec: bytes === WAV ? 10 : 1 }, pieceBytes)).toEqual({
      contentType: 'audio/wav',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      audioSec: bytes === WAV ? 10 : 1,
      isEncrypted: false,
      peaks: { channels: 1, peaks: expect.any(Buffer) },
    });
  },
);

/** The file with another byte rate and format, as Twilio's mu-law ones: 8000 bytes a second. */
function muLaw(seconds: number): Buffer {
  const file = Buffer.from(wavOf({ seed: 'a', seconds: seconds / 2 }));
  file.writeUInt16LE(7, 20);
  file.writeUInt32LE(8000, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  return file;
}

/** A WAV file whose header was written before its sound, and never after it. */
function withSizes(file: Buffer, sizes: { riff: number; data: number }): Buffer {
  const bytes = Buffer.from(file);
  bytes.writeUInt32LE(sizes.riff, 4);
  bytes.writeUInt32LE(sizes.data, 40);
  return bytes;
}

const id3 = Buffer.from([...Buffer.from('ID3'), 4, 0, 0, 0, 0, 1, 2, ...Buffer.alloc(130)]);
const lengthOf = (bytes: Buffer) => ({ contentLength: bytes.length });

test.each([
  ['an MP3', MP3, lengthOf(MP3), 10.08],
  ['an MP3 between tags', Buffer.concat([id3, MP3, Buffer.alloc(128, 'TAG')]), {}, 10.08],
  ['a third of the announced MP3, whole', MP3.subarray(0, 288 * 47), lengthOf(MP3.subarray(0, 288 * 47)), 3.38],
  ['mu-law', muLaw(10), {}, 10],
  ['two channels', wavOf({ seed: 'a', seconds: 10, channels: 2 }), {}, 10],
  ['a whole recording shorter than announced', wavOf({ seed: 'a', seconds: 4 }), {}, 4],
  ['a whole recording longer than announced', wavOf({ seed: 'a', seconds: 40 }), {}, 40],
  ['a recording with a chunk behind its sound', Buffer.concat([WAV, Buffer.from('LIST\x04\0\0\0INFO')]), {}, 10],
  ['a streamed recording', withSizes(WAV, { riff: 0xffffffff, data: 0xffffffff }), {}, 10],
  ['a streamed recording whose header says nothing', withSizes(WAV, { riff: 0, data: 0 }), {}, 10],
  ['a recording whose recorder never wrote its sizes', withSizes(WAV, { riff: 36, data: 0 }), {}, 10],
  [
    'a shorter streamed recording of a known length',
    withSizes(wavOf({ seed: 'a', seconds: 4 }), { riff: 0, data: 0 }),
    { contentLength: 64_044 },
    4,
  ],
])('%s passes, with its own length', async (_, bytes, expected, seconds) => {
  expect((await check(bytes, expected)).audioSec).toBeCloseTo(seconds, 1);
});

describe('an encrypted recording', () => {
  const cipher = randomBytes(80_016);

  test.each([1, 100, 80_016])(
    'passes as it is, in pieces of %i bytes, though some look like MP3',
    async (pieceBytes) => {
      const likeMp3 = Buffer.concat([
        Buffer.from([0xff, 0xfb]),
        cipher.subarray(0, pieceBytes === 1 ? 5000 : undefined),
      ]);
      const found = await check(
        likeMp3,
        { isEncrypted: true, durationSec: 5, contentLength: likeMp3.length },
        pieceBytes,
      );
      expect(found).toMatchObject({ contentType: 'application/octet-stream', isEncrypted: true, audioSec: null });
    },
  );

  test('of one repeated byte passes', async () => {
    const bytes = Buffer.alloc(80_000, 'x');
    expect(await check(bytes, { isEncrypted: true, contentLength: 80_000 })).toMatchObject({ isEncrypted: true });
  });

  test('that is plain audio is kept as audio', async () => {
    expect(await check(WAV, { isEncrypted: true })).toMatchObject({ contentType: 'audio/wav', isEncrypted: false });
  });

  test.each([
    ['cut', cipher.subarray(0, 70_000), { contentLength: 80_016 }, 'cut'],
    ['nothing', Buffer.alloc(0), {}, 'no audio'],
    ['an error page', Buffer.from(`<?xml version="1.0"?>${'<Error/>'.repeat(20)}`), {}, 'no audio'],
    ['without a promised length, and far too short', cipher.subarray(0, 2000), {}, 'shorter than announced'],
  ])('that is %s is refused', async (_what, bytes, expected, complaint) => {
    const all = { isEncrypted: true, ...expected };
    await expect(check(bytes, all)).rejects.toMatchObject({
      fault: 'refused',
      message: expect.stringContaining(complaint),
    });
  });
});

const nothingIn = wavOf({ seed: 'a', seconds: 0 });

test.each([
  ['no sample, by its own header', nothingIn, {}],
  [
    'no sample and a chunk behind',
    withSizes(Buffer.concat([nothingIn, Buffer.from('LIST\x04\0\0\0INFO')]), { riff: 48, data: 0 }),
    {},
  ],
  ['no byte, as announced', Buffer.alloc(0), { durationSec: 0 }],
  ['a header alone, as announced', withSizes(nothingIn, { riff: 0, data: 0 }), { durationSec: 0 }],
])('a recording of %s is empty', async (_, bytes, expected) => {
  await expect(check(bytes, expected)).rejects.toMatchObject({ name: 'MediaError', fault: 'empty' });
});

test('a recording of zero announced seconds with sound in it is stored', async () => {
  expect(await check(wavOf({ seed: 'a', seconds: 1 }), { durationSec: 0 })).toMatchObject({ audioSec: 1 });
});

test.each([
  ['an error page', Buffer.from('<?xml version="1.0"?><TwilioResponse/>'), {}, 'no audio'],
  ['a long page', Buffer.alloc(100_000, '<html>'), {}, 'no audio'],
  ['nothing', Buffer.alloc(0), {}, 'no audio'],
  ['a header alone', WAV.subarray(0, 44), {}, 'no sound'],
  ['nine tenths of what the server announced', WAV.subarray(0, WAV.length * 0.9), { contentLength: WAV.length }, 'cut'],
  ['nine tenths of what the header announces', WAV.subarray(0, WAV.length * 0.9), {}, 'cut'],
  ['one byte less', WAV.subarray(0, -1), {}, 'cut'],
  ['more than the server announced', WAV, { contentLength: WAV.length - 1 }, 'cut'],
  ['a header alone that announces nothing', withSizes(nothingIn, { riff: 0, data: 0 }), {}, 'no sound'],
  [
    'a streamed recording of another length',
    withSizes(wavOf({ seed: 'a', seconds: 5 }), { riff: 0, data: 0 }),
    {},
    'shorter than announced',
  ],
  ['much more than its header announces', Buffer.concat([WAV, Buffer.alloc(320_000)]), {}, 'longer than it can be'],
  [
    'a header that contradicts the server',
    Buffer.concat([WAV, Buffer.alloc(320_000)]),
    { contentLength: WAV.length + 320_000 },
    'longer than announced',
  ],
  [
    'a whole MP3 but for half of its last frame',
    MP3.subarray(0, 288 * 20.5),
    lengthOf(MP3.subarray(0, 288 * 20.5)),
    'shorter than announced',
  ],
  ['more than is allowed', WAV, { durationSec: null, maxBytes: 100_000 }, 'longer than it can be'],
  ['a tenth of an MP3', MP3.subarray(0, MP3.length * 0.1), {}, 'shorter than announced'],
])('%s is refused', async (_, bytes, expected, complaint) => {
  await expect(check(bytes, expected)).rejects.toMatchObject({
    name: 'MediaError',
    fault: 'refused',
    message: expect.stringContaining(complaint),
  });
});

test('a header without a length is checked by the announced duration', async () => {
  const streamed = Buffer.from(WAV);
  streamed.writeUInt32LE(0xffffffff, 40);
  expect(await check(streamed)).toMatchObject({ sizeBytes: WAV.length });
  await expect(check(streamed.subarray(0, WAV.length / 2))).rejects.toThrow('shorter than announced');
});
