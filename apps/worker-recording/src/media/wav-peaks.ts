import { A_LAW, joinSpans, MU_LAW, PEAK_POINTS, type RecordingPeaks } from '@trunkline/telephony/recordings';
import type { WavHeader } from './audio-format.ts';

/** Pieces are copied here: an array of 16-bit samples needs an even offset. Shared, as it is used within one call only. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);
const scratchSamples = new Int16Array(scratch.buffer);

/** Twice as many points as are kept: when they are full, pairs are joined and each spans twice the time. */
const MOST_POINTS = 2 * PEAK_POINTS;
/** 2 ms of telephone audio. */
const FIRST_FRAMES_PER_POINT = 16;

/**
 * The loudest sample of each span of a WAV file, as its bytes stream by: the file's length need not be known, and memory is
 * some kilobytes. A gigabyte of 16-bit audio takes about half a second.
 */
export class WavPeaks {
  readonly #header: WavHeader;
  readonly #frameBytes: number;
  readonly #loudest: Loudest;
  readonly #channels: number;
  /** Of each channel. */
  readonly #points: Uint16Array[];
  readonly #current: Uint16Array;
  #filled = 0;
  #framesPerPoint = FIRST_FRAMES_PER_POINT;
  #framesInPoint = 0;
  /** Bytes of the file so far. */
  #position = 0;
  /** The begin of a frame whose end is to come. */
  #carry = Buffer.alloc(0);

  private constructor(header: WavHeader, { loudest, bytes }: Encoding) {
    this.#header = header;
    this.#channels = header.channels;
    this.#frameBytes = bytes * header.channels;
    this.#loudest = loudest;
    this.#points = Array.from({ length: header.channels }, () => new Uint16Array(MOST_POINTS));
    this.#current = new Uint16Array(header.channels);
  }

  /** Undefined for samples of another form than those of telephony: 8 and 16 bit, A-law and mu-law, of one or two channels. */
  static open(header: WavHeader): WavPeaks | undefined {
    const encoding = ENCODINGS[`${header.formatTag}/${header.bits}`];
    return encoding && (header.channels === 1 || header.channels === 2) ? new WavPeaks(header, encoding) : undefined;
  }

  /** Adds the next bytes of the file, its header among them. */
  add(piece: Buffer): void {
    const { dataAt, dataBytes } = this.#header;
    const from = Math.max(0, dataAt - this.#position);
    const end = dataBytes === null ? piece.length : Math.min(piece.length, dataAt + dataBytes - this.#position);
    this.#position += piece.length;
    for (let at = from; at < end;) {
      this.#carry.copy(scratch);
      const copied = piece.copy(scratch, this.#carry.length, at, end);
      at += copied;
      const bytes = this.#carry.length + copied;
      const whole = bytes - (bytes % this.#frameBytes);
      this.#measure(whole / this.#frameBytes);
      this.#carry = Buffer.from(scratch.subarray(whole, bytes));
    }
  }

  /** The peaks of all that was added; null of nothing. */
  finish(): RecordingPeaks | null {
    if (this.#framesInPoint > 0) this.#endPoint();
    if (this.#filled === 0) return null;
    const peaks = this.#points.map((points) => toBytes(joinSpans(points.subarray(0, this.#filled), PEAK_POINTS)));
    return { channels: this.#channels, peaks: Buffer.concat(peaks) };
  }

  #measure(frames: number): void {
    for (let at = 0; at < frames;) {
      const run = Math.min(this.#framesPerPoint - this.#framesInPoint, frames - at);
      for (let channel = 0; channel < this.#channels; channel++) {
        const found = this.#loudest(at * this.#channels + channel, (at + run) * this.#channels, this.#channels);
        if (found > this.#current[channel]!) this.#current[channel] = found;
      }
      at += run;
      this.#framesInPoint += run;
      if (this.#framesInPoint === this.#framesPerPoint) this.#endPoint();
    }
  }

  #endPoint(): void {
    for (const [channel, points] of this.#points.entries()) points[this.#filled] = this.#current[channel]!;
    this.#filled += 1;
    this.#framesInPoint = 0;
    this.#current.fill(0);
    if (this.#filled === MOST_POINTS) this.#joinPairs();
  }

  #joinPairs(): void {
    for (const points of this.#points) points.set(joinSpans(points, MOST_POINTS / 2));
    this.#filled = MOST_POINTS / 2;
    this.#framesPerPoint *= 2;
  }
}

/** The loudest of every `step`-th sample of the scratch memory, 0 to 32,768. */
type Loudest = (from: number, end: number, step: number) => number;
type Encoding = { loudest: Loudest; bytes: 1 | 2 };

function loudest16(from: number, end: number, step: number): number {
  let [low, high] = [0, 0];
  for (let n = from; n < end; n += step) {
    const sample = scratchSamples[n]!;
    if (sample > high) high = sample;
    else if (sample < low) low = sample;
  }
  return Math.max(high, -low);
}

/** By the loudness of each byte. */
const loudest8 =
  (loudness: Uint16Array): Loudest =>
  (from, end, step) => {
    let high = 0;
    for (let n = from; n < end; n += step) {
      const loud = loudness[scratch[n]!]!;
      if (loud > high) high = loud;
    }
    return high;
  };

const absolute = (samples: Int16Array): Uint16Array => Uint16Array.from(samples, Math.abs);
const UNSIGNED_8 = Int16Array.from({ length: 256 }, (_, byte) => (byte - 128) * 256);

/** By format tag and bits of the header: 1 PCM, 6 A-law, 7 mu-law. */
const ENCODINGS: Readonly<Record<string, Encoding>> = {
  '1/8': { loudest: loudest8(absolute(UNSIGNED_8)), bytes: 1 },
  '1/16': { loudest: loudest16, bytes: 2 },
  '6/8': { loudest: loudest8(absolute(A_LAW)), bytes: 1 },
  '7/8': { loudest: loudest8(absolute(MU_LAW)), bytes: 1 },
};

/** Full scale is 255. */
const toBytes = (points: Uint16Array): Uint8Array =>
  Uint8Array.from(points, (value) => Math.min(255, Math.round((value * 255) / 0x7fff)));
