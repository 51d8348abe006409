/** The most points of a waveform that are stored and answered for each channel. */
export const PEAK_POINTS = 800;

/**
 * The waveform of a recording: for each channel the loudest sample of each span of equal length, 0 to 255 of full scale, one
 * channel after the other.
 */
export type RecordingPeaks = { channels: number; peaks: Buffer };

/** The points of each channel, at most `points` of them: of spans that are joined the loudest counts. */
export function readPeaks({ channels, peaks }: RecordingPeaks, points = PEAK_POINTS): number[][] {
  const stored = peaks.length / channels;
  return Array.from({ length: channels }, (_, channel) => [
    ...joinSpans(peaks.subarray(channel * stored, (channel + 1) * stored), points),
  ]);
}

/** As many spans as asked for, or as there are, each with the largest value that falls into it. */
export function joinSpans(values: Uint8Array | Uint16Array, spans: number): Uint16Array {
  if (values.length <= spans) return Uint16Array.from(values);
  const joined = new Uint16Array(spans);
  for (const [n, value] of values.entries()) {
    const span = Math.floor((n * spans) / values.length);
    if (value > joined[span]!) joined[span] = value;
  }
  return joined;
}
