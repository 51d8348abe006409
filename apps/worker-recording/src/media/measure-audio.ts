import type { AudioFormat, WavHeader } from './audio-format.ts';
import type { Mp3Frames } from './mp3-frames.ts';

/** A recording that was received to its end, with what it says of itself. */
export type Received = {
  format: AudioFormat;
  bytes: number;
  /** Bytes that the server's header promised, and that came; null where it promised none. */
  contentLength: number | null;
  /** Seconds that Twilio announced. */
  durationSec: number | null;
  frames: Mp3Frames;
};

/**
 * What a recording's own measure says. `whole`: it has all that it announces of itself. `unproven`: it announces nothing,
 * or its measures contradict each other; then Twilio's duration decides. `promised` is in bytes.
 */
export type Measure =
  | { is: 'whole' | 'unproven'; seconds: number | null }
  | { is: 'cut'; promised: number }
  | { is: 'empty' }
  | { is: 'soundless' };

/** Chunks behind the samples: names, cue points. */
const BEHIND_SAMPLES_AT_MOST = 64 * 1024;

/** Measures a recording by its own bytes and its server's promise. Pure. */
export function measureAudio({ format, bytes, contentLength, durationSec, frames }: Received): Measure {
  if (format.kind === 'encrypted') return { is: contentLength === null ? 'unproven' : 'whole', seconds: null };
  if (format.kind === 'wav') return measureWav(format.wav, { bytes, contentLength, durationSec });
  const isWhole = contentLength !== null && frames.endsWhole;
  return { is: isWhole ? 'whole' : 'unproven', seconds: frames.seconds };
}

/** A header and nothing behind it: empty where the file says so itself, or Twilio does. */
function measureWav(
  { dataAt, dataBytes, emptyBytes, bytesPerSecond }: WavHeader,
  { bytes, contentLength, durationSec }: Pick<Received, 'bytes' | 'contentLength' | 'durationSec'>,
): Measure {
  if (bytes === emptyBytes) return { is: 'empty' };
  if (bytes <= dataAt) return { is: durationSec === 0 ? 'empty' : 'soundless' };
  if (dataBytes === null)
    return { is: contentLength === null ? 'unproven' : 'whole', seconds: (bytes - dataAt) / bytesPerSecond };
  const end = dataAt + dataBytes;
  if (bytes < end) return { is: 'cut', promised: end };
  return { is: bytes - end > BEHIND_SAMPLES_AT_MOST ? 'unproven' : 'whole', seconds: dataBytes / bytesPerSecond };
}

/** Bytes per second of an MP3 of speech, and of telephone audio behind a cipher. */
const UNKNOWN_RATE = { least: 1000, most: 40_000 };
/** By how much a duration may differ where nothing else says how long a recording is: Twilio rounds, and trims silence. */
const TOLERANCE = { share: 0.1, seconds: 2 };

/** The least and the most bytes of a recording of the announced duration. */
export function plausibleBytes(format: AudioFormat, durationSec: number | null): { least: number; most: number } {
  if (durationSec === null || durationSec <= 0) return { least: 0, most: Infinity };
  const rate =
    format.kind === 'wav' ? { least: format.wav.bytesPerSecond, most: format.wav.bytesPerSecond } : UNKNOWN_RATE;
  const off = durationSec * TOLERANCE.share + TOLERANCE.seconds;
  return {
    least: (durationSec - off) * rate.least,
    most: (durationSec + off) * rate.most + BEHIND_SAMPLES_AT_MOST,
  };
}

/** The most bytes that a recording can have by its own header, its server's promise or its announced duration. */
export function mostBytes(
  format: AudioFormat,
  { contentLength, durationSec }: Pick<Received, 'contentLength' | 'durationSec'>,
): number {
  if (contentLength !== null) return Infinity; // the connection ends there
  const plausible = plausibleBytes(format, durationSec).most;
  if (format.kind !== 'wav' || format.wav.dataBytes === null) return plausible;
  return format.wav.dataAt + format.wav.dataBytes + BEHIND_SAMPLES_AT_MOST;
}
