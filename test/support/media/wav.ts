import { createHash } from 'node:crypto';

type Sound = { seed: string; seconds: number; channels?: 1 | 2 };

const SAMPLES_PER_SECOND = 8000;
const BYTES_PER_SAMPLE = 2;

/** A WAV file as Twilio makes it (8 kHz, 16 bit), with noise that depends on seed and channels alone. */
export function wavOf({ seed, seconds, channels = 1 }: Sound): Buffer {
  const dataBytes = seconds * SAMPLES_PER_SECOND * BYTES_PER_SAMPLE * channels;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  header.writeUInt32LE(SAMPLES_PER_SECOND * BYTES_PER_SAMPLE * channels, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE * channels, 32);
  header.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  const noise = createHash('sha512').update(`${seed}/${channels}`).digest();
  return Buffer.concat([header, Buffer.alloc(dataBytes, noise)]);
}
