import { A_LAW, MU_LAW } from '@trunkline/telephony/recordings';
import { readWav } from './read-wav.ts';

/** How loud a recording is, frame by frame: the loudest channel in dB of full scale, without its offset. */
export type Levels = { frameSeconds: number; db: Float32Array };

const FRAME_SECONDS = 0.02;
const NOTHING_DB = -120;

/** Measures a WAV file; undefined for another file, or samples of a format that is not known. */
export function measureLevels(file: Buffer): Levels | undefined {
  const layout = readWav(file, file.length);
  const decode = layout && decoderOf(layout.format);
  if (!layout || !decode) return undefined;
  const channels = layout.format.readUInt16LE(2);
  const frameSamples = Math.max(1, Math.round(layout.framesPerSecond * FRAME_SECONDS));
  const samples = layout.dataBytes / layout.frameBytes;
  const db = new Float32Array(Math.ceil(samples / frameSamples)).fill(NOTHING_DB);
  const step = layout.frameBytes / channels;
  for (let channel = 0; channel < channels; channel++)
    for (let frame = 0; frame < db.length; frame++) {
      const first = frame * frameSamples;
      const count = Math.min(frameSamples, samples - first);
      let [sum, squares] = [0, 0];
      for (let n = 0; n < count; n++) {
        const value = decode(file, layout.dataStart + (first + n) * layout.frameBytes + channel * step);
        sum += value;
        squares += value * value;
      }
      const power = squares / count - (sum / count) ** 2;
      db[frame] = Math.max(db[frame]!, power > 0 ? 10 * Math.log10(power) : NOTHING_DB);
    }
  return { frameSeconds: frameSamples / layout.framesPerSecond, db };
}

/** Reads the sample at an offset, from -1 to 1. */
type Decode = (file: Buffer, at: number) => number;

const EXTENSIBLE = 0xfffe;
const EXTENSIBLE_FORMAT_AT = 24;

function decoderOf(format: Buffer): Decode | undefined {
  const tag = format.readUInt16LE(0);
  const isExtensible = tag === EXTENSIBLE && format.length >= EXTENSIBLE_FORMAT_AT + 2;
  return DECODERS[`${isExtensible ? format.readUInt16LE(EXTENSIBLE_FORMAT_AT) : tag}/${format.readUInt16LE(14)}`];
}

/** By format tag and bits: 1 PCM, 3 floating point, 6 A-law, 7 mu-law. */
const DECODERS: Readonly<Record<string, Decode>> = {
  '1/8': (file, at) => (file[at]! - 128) / 128,
  '1/16': (file, at) => file.readInt16LE(at) / 0x8000,
  '1/24': (file, at) => file.readIntLE(at, 3) / 0x800000,
  '1/32': (file, at) => file.readInt32LE(at) / 0x80000000,
  '3/32': (file, at) => file.readFloatLE(at),
  '6/8': (file, at) => A_LAW[file[at]!]! / 0x8000,
  '7/8': (file, at) => MU_LAW[file[at]!]! / 0x8000,
};
