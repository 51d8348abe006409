import { ROLLUP_EVERY_S, ROLLUPS_KEPT_S, SAMPLE_EVERY_S, SAMPLES_KEPT_S, type SeriesName } from './series.ts';

/** Which rows answer a request, in seconds since 1970: the steps `[from, from + step)` up to `to`. */
export type SeriesWindow = { source: 'samples' | 'rollups'; from: number; to: number; step: number };

type Requested = { from?: Date | undefined; to?: Date | undefined; stepSeconds?: number | undefined; series: number };

/** A day at 10 s is 8,640 points of a series. */
const POINTS_AT_MOST = 50_000;
const DEFAULT_S = 3600;
const DEFAULT_POINTS = 60;

/** The window that a request asks for, or why there is none. Pure; `now` is when it is asked. */
export function planWindow({ from, to, stepSeconds, series }: Requested, now: Date): SeriesWindow | { fault: string } {
  const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
  const end = Math.min(seconds(to ?? now), seconds(now));
  const begin = from === undefined ? end - DEFAULT_S : seconds(from);
  if (begin >= end) return { fault: 'from must be earlier than to, and not in the future.' };
  if (begin < seconds(now) - ROLLUPS_KEPT_S - ROLLUP_EVERY_S)
    return { fault: 'from must be at most 30 days ago: older points are deleted.' };
  const isOld = begin < seconds(now) - SAMPLES_KEPT_S - SAMPLE_EVERY_S;
  const least = isOld ? ROLLUP_EVERY_S : SAMPLE_EVERY_S;
  const step = stepSeconds ?? Math.ceil((end - begin) / DEFAULT_POINTS / least) * least;
  if (step % least !== 0)
    return {
      fault: isOld
        ? 'step must be a multiple of 300 seconds where from is more than 24 hours ago.'
        : 'step must be a multiple of 10 seconds.',
    };
  const window = { source: isOld ? 'rollups' : 'samples', from: begin - (begin % step), to: end, step } as const;
  if (stepsOf(window) * series <= POINTS_AT_MOST) return window;
  return { fault: `The answer would have more than ${POINTS_AT_MOST} points. Ask for fewer series, or a longer step.` };
}

export const stepsOf = ({ from, to, step }: Pick<SeriesWindow, 'from' | 'to' | 'step'>): number =>
  Math.ceil((to - from) / step);

/** One moment, or five minutes: the values of the series that were asked for, in their order. */
export type SeriesRow = {
  /** Seconds since 1970. */
  at: number;
  lowest: readonly (number | null)[];
  highest: readonly (number | null)[];
  latest: readonly (number | null)[];
};

/** The points of a series in the order of the steps; null where there was none. */
export type SeriesColumns = { min: (number | null)[]; max: (number | null)[]; last: (number | null)[] };

/** Rows in the order of their time as columns, one set per series, with a place for every step. Pure. */
export function toColumns(
  rows: readonly SeriesRow[],
  window: SeriesWindow,
  names: readonly SeriesName[],
): Map<SeriesName, SeriesColumns> {
  const steps = stepsOf(window);
  const empty = (): (number | null)[] => Array.from({ length: steps }, () => null);
  const columns = names.map(() => ({ min: empty(), max: empty(), last: empty() }));
  for (const { at, lowest, highest, latest } of rows) {
    const step = Math.floor((at - window.from) / window.step);
    if (step < 0 || step >= steps) continue;
    for (const [n, { min, max, last }] of columns.entries()) {
      const [low, high, value] = [lowest[n] ?? null, highest[n] ?? null, latest[n] ?? null];
      if (low === null || high === null || value === null) continue;
      min[step] = Math.min(min[step] ?? low, low);
      max[step] = Math.max(max[step] ?? high, high);
      last[step] = value;
    }
  }
  return new Map(names.map((name, n) => [name, columns[n]!]));
}
