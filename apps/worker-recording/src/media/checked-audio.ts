import { createHash } from 'node:crypto';
import {
  audioFormat,
  CONTENT_TYPES,
  encryptedFormat,
  HEAD_BYTES,
  type AudioFormat,
  type WavHeader,
} from './audio-format.ts';
import { measureAudio, mostBytes, plausibleBytes, type Measure, type Received } from './measure-audio.ts';
import { MediaError } from './media-error.ts';
import { Mp3Frames } from './mp3-frames.ts';
import { WavPeaks } from './wav-peaks.ts';
import type { RecordingPeaks } from '@trunkline/telephony/recordings';

export type Expected = {
  /** Bytes, by the server's header. */
  contentLength: number | null;
  /** Seconds, by Twilio's callback. */
  durationSec: number | null;
  maxBytes: number;
  /** Twilio announced EncryptionDetails. */
  isEncrypted?: boolean;
};

/** Of a finished recording. `audioSec` is null where its bytes do not say how long it is. */
export type FoundAudio = {
  contentType: string;
  sizeBytes: number;
  sha256: string;
  audioSec: number | null;
  isEncrypted: boolean;
  /** Null where its samples cannot be read: an MP3, an encrypted file. */
  peaks: RecordingPeaks | null;
};

/**
 * Checks a recording as it is received, and throws as soon as it cannot be whole: wrong first bytes, more than it can
 * have, or at its end less than it announces of itself. A finished recording is whole by its own measure, or, where it has
 * none, by the duration that Twilio announced.
 */
export class CheckedAudio {
  readonly #expected: Expected;
  readonly #hash = createHash('sha256');
  readonly #frames = new Mp3Frames();
  #head: Buffer = Buffer.alloc(0);
  #format: AudioFormat | undefined;
  #peaks: WavPeaks | undefined;
  #most: number;
  #bytes = 0;
  #found: FoundAudio | undefined;

  constructor(expected: Expected) {
    this.#expected = expected;
    this.#most = expected.maxBytes;
  }

  /** Adds the next bytes. Throws `MediaError`, as does `finish`. */
  add(piece: Buffer): void {
    this.#bytes += piece.length;
    this.#hash.update(piece);
    this.#frames.add(piece);
    if (this.#format) this.#peaks?.add(piece);
    else this.#readHead(piece, false);
    if (this.#bytes > this.#most) throw this.#fault('is longer than it can be', { most: Math.round(this.#most) });
  }

  /** Ends the recording. */
  finish(): void {
    const { contentLength, durationSec } = this.#expected;
    if (contentLength !== null && this.#bytes !== contentLength)
      throw this.#fault('was cut', { promised: contentLength });
    if (this.#bytes === 0 && durationSec === 0) throw this.#empty();
    this.#readHead(Buffer.alloc(0), true);
    const format = this.#format!;
    const received = { format, bytes: this.#bytes, contentLength, durationSec, frames: this.#frames };
    this.#found = {
      contentType: CONTENT_TYPES[format.kind],
      sizeBytes: this.#bytes,
      sha256: this.#hash.digest('hex'),
      audioSec: this.#secondsOf(measureAudio(received), received),
      isEncrypted: format.kind === 'encrypted',
      peaks: this.#peaks?.finish() ?? null,
    };
  }

  get found(): FoundAudio {
    return this.#found!;
  }

  #readHead(piece: Buffer, isAll: boolean): void {
    if (this.#format) return;
    const before = this.#head;
    this.#head = Buffer.concat([before, piece.subarray(0, HEAD_BYTES)]);
    const isEnough = isAll || this.#head.length >= HEAD_BYTES;
    if (!this.#expected.isEncrypted) this.#format = audioFormat(this.#head);
    else if (isEnough && this.#head.length > 0) this.#format = encryptedFormat(this.#head);
    if (this.#format) this.#most = Math.min(this.#most, mostBytes(this.#format, this.#expected));
    else if (isEnough) throw this.#fault('is no audio by its first bytes');
    if (this.#format?.kind === 'wav') this.#openPeaks(this.#format.wav, [before, piece]);
  }

  /** Earlier pieces are in the head as a whole: it is read until it is full. */
  #openPeaks(wav: WavHeader, received: readonly Buffer[]): void {
    this.#peaks = WavPeaks.open(wav);
    for (const piece of received) this.#peaks?.add(piece);
  }

  #secondsOf(measure: Measure, { format, durationSec }: Received): number | null {
    if (measure.is === 'empty') throw this.#empty();
    if (measure.is === 'soundless') throw this.#fault('holds no sound');
    if (measure.is === 'cut') throw this.#fault('was cut', { promised: measure.promised });
    if (measure.is === 'whole') return measure.seconds;
    const { least, most } = plausibleBytes(format, durationSec);
    if (this.#bytes < least) throw this.#fault('is shorter than announced', { least: Math.round(least) });
    if (this.#bytes > most) throw this.#fault('is longer than announced', { most: Math.round(most) });
    return measure.seconds;
  }

  #empty(): MediaError {
    return new MediaError('empty', 'has a length of zero', { bytes: this.#bytes });
  }

  #fault(message: string, details: Record<string, number> = {}): MediaError {
    return new MediaError('refused', message, { bytes: this.#bytes, ...details });
  }
}
