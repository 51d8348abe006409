import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
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
    });
  },
);

test('an MP3 passes', async () => {
  expect(await check(MP3, { contentLength: MP3.length })).toMatchObject({ contentType: 'audio/mpeg' });
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
  ['a whole recording of another length', wavOf({ seed: 'a', seconds: 5 }), {}, 'shorter than announced'],
  ['much more than was announced', wavOf({ seed: 'a', seconds: 20 }), {}, 'longer than it can be'],
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
