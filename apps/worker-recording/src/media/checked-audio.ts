import { createHash } from 'node:crypto';
import { audioFormat, HEAD_BYTES, type AudioFormat } from './audio-format.ts';
import { MediaError } from './media-error.ts';

export type Expected = {
  /** Bytes, by the server's header. */
  contentLength: number | null;
  /** Seconds, by Twilio's callback. */
  durationSec: number | null;
  maxBytes: number;
};

/** By how much a duration may differ: Twilio rounds, and trims silence. */
const TOLERANCE = { share: 0.1, seconds: 2 };
/** An MP3 of speech has between 8 and 320 kbit/s. */
const MP3_BYTES_PER_SECOND = { least: 1000, most: 40_000 };

/**
 * Checks a recording as it is received, and throws as soon as it cannot be the announced one: wrong magic bytes, too long,
 * or at its end too short. A finished recording was checked as a whole.
 */
export class CheckedAudio {
  readonly #expected: Expected;
  readonly #hash = createHash('sha256');
  #head: Buffer = Buffer.alloc(0);
  #format: AudioFormat | undefined;
  #most: number;
  #bytes = 0;
  #sha256 = '';

  constructor(expected: Expected) {
    this.#expected = expected;
    this.#most = expected.maxBytes;
  }

  /** Adds the next bytes. Throws `MediaError`, as does `finish`. */
  add(piece: Buffer): void {
    this.#bytes += piece.length;
    this.#hash.update(piece);
    const fault = this.#format ? this.#tooLong() : this.#readHead(piece, false);
    if (fault) throw fault;
  }

  /** Ends the recording. */
  finish(): void {
    const fault = (this.#format ? undefined : this.#readHead(Buffer.alloc(0), true)) ?? this.#incomplete();
    if (fault) throw fault;
    this.#sha256 = this.#hash.digest('hex');
  }

  /** Of a finished recording. */
  get found(): { contentType: string; sizeBytes: number; sha256: string } {
    return { contentType: this.#format!.contentType, sizeBytes: this.#bytes, sha256: this.#sha256 };
  }

  #readHead(piece: Buffer, isAll: boolean): MediaError | undefined {
    this.#head = Buffer.concat([this.#head, piece.subarray(0, HEAD_BYTES)]);
    this.#format = audioFormat(this.#head);
    if (this.#format) this.#most = Math.min(this.#most, this.#plausible().most);
    else if (isAll || this.#head.length >= HEAD_BYTES) return this.#fault('is no audio by its first bytes');
    return this.#tooLong();
  }

  #tooLong(): MediaError | undefined {
    return this.#bytes > this.#most
      ? this.#fault('is longer than it can be', { most: Math.round(this.#most) })
      : undefined;
  }

  #incomplete(): MediaError | undefined {
    const { contentLength } = this.#expected;
    if (contentLength !== null && this.#bytes !== contentLength)
      return this.#fault('was cut', { promised: contentLength });
    const wav = this.#format!.wav;
    if (wav && this.#bytes <= wav.dataAt) return this.#fault('holds no sound');
    if (wav?.dataBytes && this.#bytes < wav.dataAt + wav.dataBytes)
      return this.#fault('was cut', { promised: wav.dataAt + wav.dataBytes });
    const { least } = this.#plausible();
    return this.#bytes < least ? this.#fault('is shorter than announced', { least: Math.round(least) }) : undefined;
  }

  /** The least and the most bytes of a recording of the announced duration. */
  #plausible(): { least: number; most: number } {
    const { durationSec } = this.#expected;
    if (durationSec === null || durationSec <= 0) return { least: 0, most: Infinity };
    const wav = this.#format!.wav;
    const rate = wav ? { least: wav.bytesPerSecond, most: wav.bytesPerSecond } : MP3_BYTES_PER_SECOND;
    const seconds = {
      least: durationSec * (1 - TOLERANCE.share) - TOLERANCE.seconds,
      most: durationSec * (1 + TOLERANCE.share) + TOLERANCE.seconds,
    };
    return { least: seconds.least * rate.least, most: seconds.most * rate.most + HEAD_BYTES };
  }

  #fault(message: string, details: Record<string, number> = {}): MediaError {
    return new MediaError('refused', message, { bytes: this.#bytes, ...details });
  }
}
