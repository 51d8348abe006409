import { seededRandom } from '../random.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import { markHead, markSlot, slotSamples } from './watermark.ts';

export const sampleRate = 8000;
const bytesPerSample = 2;
const headerBytes = 44;

/** The size of the file of `wavOf`. */
export const wavSize = ({ durationSeconds }: RecordingRecord, channels: 1 | 2): number =>
  headerBytes + (durationSeconds ?? 0) * sampleRate * bytesPerSample * channels;

/** A recording as a WAV file (16-bit PCM, 8 kHz) in pieces of one second: a voice-like tone, the same each time. */
export function* wavOf(record: RecordingRecord, channels: 1 | 2): Generator<Buffer> {
  yield wavHeader(wavSize(record, channels) - headerBytes, channels);
  const head = markHead(record.sid);
  const voices = voicesOf(channels);
  const first = Number.parseInt(record.sid.slice(2, 10), 16);
  for (let second = 0; second < (record.durationSeconds ?? 0); second++) {
    const bytes = Buffer.from(voices[(first + second) % voices.length] as Buffer);
    const stride = bytesPerSample * channels;
    for (let slot = 0; slot < sampleRate / slotSamples; slot++)
      markSlot(bytes, slot * slotSamples * stride, stride, head, second * (sampleRate / slotSamples) + slot);
    yield bytes;
  }
}

export function wavHeader(dataBytes: number, channels: 1 | 2): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * channels * bytesPerSample, 28);
  bytes.writeUInt16LE(channels * bytesPerSample, 32);
  bytes.writeUInt16LE(8 * bytesPerSample, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
}

const voices = new Map<1 | 2, readonly Buffer[]>();

/** The seconds of sound that recordings are composed of. */
function voicesOf(channels: 1 | 2): readonly Buffer[] {
  const known = voices.get(channels);
  if (known) return known;
  const made = Array.from({ length: 7 }, (_each, index) => voice(index, channels));
  voices.set(channels, made);
  return made;
}

/** One second of a tone with overtones that swells four times, with some noise. */
function voice(index: number, channels: 1 | 2): Buffer {
  const random = seededRandom('voice', index);
  const pitch = random.integer(95, 210);
  const bytes = Buffer.alloc(sampleRate * bytesPerSample * channels);
  for (let sample = 0; sample < sampleRate; sample++) {
    const at = sample / sampleRate;
    const swell = Math.sin(Math.PI * 4 * at) ** 2;
    const tone = [1, 2, 3].reduce((sum, times) => sum + Math.sin(2 * Math.PI * pitch * times * at) / times, 0);
    const value = Math.round(7000 * swell * tone + 300 * (random.next() - 0.5));
    for (let channel = 0; channel < channels; channel++)
      bytes.writeInt16LE(value >> channel, (sample * channels + channel) * bytesPerSample);
  }
  return bytes;
}
