import type { ServerResponse } from 'node:http';
import type { Answer } from '../case.ts';

/** A WAV by its measures; the size that its header announces may differ from the one it has. */
type WavShape = {
  seconds?: number;
  channels?: number;
  /** Samples per second. */
  rate?: number;
  bits?: number;
  /** 1: PCM, 7: mu-law, 6: A-law. */
  format?: number;
  /** Bytes that the data chunk announces; default: those it has. */
  announced?: number;
  /** Another chunk before the data, of this many bytes. */
  chunkBefore?: number;
};

/** Sends the answer of a media server: `wav`, `mp3` (frames), `bytes` (that are no audio) or `text`; `cut` breaks it off. */
export function sendMedia(response: ServerResponse, answer: Answer): void {
  const body = mediaBody(answer);
  const type = (answer['type'] as string | undefined) ?? 'audio/x-wav';
  const length = answer['chunked'] === true ? {} : { 'content-length': `${body.length}` };
  response.writeHead(answer.status ?? 200, { 'content-type': type, ...length, ...answer.headers });
  if (answer['cut'] !== true) return void response.end(body);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** The bytes of an answer; the same for the same answer. */
export function mediaBody({ wav, mp3, bytes, text }: Answer): Buffer {
  if (typeof text === 'string') return Buffer.from(text);
  if (typeof bytes === 'number') return Buffer.alloc(bytes, 0xa7);
  if (typeof mp3 === 'number') return Buffer.concat(Array.from({ length: mp3 }, () => MP3_FRAME));
  return wav === undefined ? Buffer.alloc(0) : wavBody(wav as WavShape);
}

/** MPEG 2.5, layer III, 32 kbit/s at 8 kHz: 72 ms in 288 bytes. */
const MP3_FRAME = Buffer.concat([Buffer.from([0xff, 0xe3, 0x48, 0xc0]), Buffer.alloc(284)]);

function wavBody(shape: WavShape): Buffer {
  const { seconds = 6, channels = 1, rate = 8000, format = 1, bits = format === 1 ? 16 : 8, chunkBefore } = shape;
  const blockBytes = channels * (bits / 8);
  const dataBytes = Math.round(seconds * rate) * blockBytes;
  const head = Buffer.alloc(24);
  head.write('fmt ', 0, 'latin1');
  head.writeUInt32LE(16, 4);
  head.writeUInt16LE(format, 8);
  head.writeUInt16LE(channels, 10);
  head.writeUInt32LE(rate, 12);
  head.writeUInt32LE(rate * blockBytes, 16);
  head.writeUInt16LE(blockBytes, 20);
  head.writeUInt16LE(bits, 22);
  const before = chunkBefore === undefined ? [] : [chunkHead('LIST', chunkBefore), Buffer.alloc(chunkBefore)];
  const data = Buffer.alloc(dataBytes);
  for (let at = 0; at < dataBytes; at++) data[at] = (at * 31 + (at >> 8)) & 0xff;
  const chunks = Buffer.concat([head, ...before, chunkHead('data', shape.announced ?? dataBytes), data]);
  return Buffer.concat([chunkHead('RIFF', chunks.length + 4), Buffer.from('WAVE', 'latin1'), chunks]);
}

function chunkHead(name: string, size: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(size, 4);
  return head;
}
