/** Where instants, in ms since 1970, are on an axis of so many pixels. */
export type TimeScale = {
  xOf: (at: number) => number;
  timeOf: (x: number) => number;
  /** Round instants, far enough apart for their labels. */
  ticks: readonly { at: number; x: number }[];
  /** Where the axis changes its measure; null where all of it has one. */
  breakX: number | null;
};

/** Most callbacks fall in the first half minute: on one measure they would lie on top of each other. */
const HEAD_MS = 30_000;
const BREAK_PX = 16;
const LABEL_PX = 88;
/** The least distance from the middle of a label to the sign of the break. */
const CLEAR_PX = 36;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 6, 12, 24].map((hours) => hours * HOUR),
];

type Piece = { from: number; until: number; left: number; right: number };

/** The first 30 s of a longer call get half of the width, and the rest the other half, behind a break. */
export function timeScale(from: number, until: number, width: number): TimeScale {
  const end = Math.max(until, from + SECOND);
  const half = (width - BREAK_PX) / 2;
  const isBroken = end - from > 2 * HEAD_MS && half > LABEL_PX;
  const pieces: Piece[] = isBroken
    ? [
        { from, until: from + HEAD_MS, left: 0, right: half },
        { from: from + HEAD_MS, until: end, left: half + BREAK_PX, right: width },
      ]
    : [{ from, until: end, left: 0, right: width }];

  const xOf = (at: number): number => {
    const piece = pieces.find((each) => at <= each.until) ?? pieces.at(-1)!;
    return piece.left + share(at, piece.from, piece.until) * (piece.right - piece.left);
  };
  const timeOf = (x: number): number => {
    const piece = pieces.find((each) => x <= each.right) ?? pieces.at(-1)!;
    return piece.from + share(x, piece.left, piece.right) * (piece.until - piece.from);
  };
  const breakX = isBroken ? width / 2 : null;
  const isClear = ({ x }: { x: number }): boolean => breakX === null || Math.abs(x - breakX) > CLEAR_PX;
  const ticks = pieces.flatMap((piece, n) => ticksOf(piece, n > 0).map((at) => ({ at, x: xOf(at) })));
  return { xOf, timeOf, ticks: ticks.filter(isClear), breakX };
}

/** How far a value is between two others, from 0 to 1. */
const share = (value: number, from: number, until: number): number =>
  Math.min(1, Math.max(0, (value - from) / (until - from)));

/** Multiples of a round step. A piece behind a break leaves room for the last label before it. */
function ticksOf({ from, until, left, right }: Piece, isBehindBreak: boolean): number[] {
  const most = Math.max(1, Math.floor((right - left) / LABEL_PX));
  const step = STEPS.find((each) => (until - from) / each <= most) ?? Math.ceil((until - from) / most / HOUR) * HOUR;
  const first = Math.ceil(from / step) * step;
  const ticks = Array.from({ length: Math.floor((until - first) / step) + 1 }, (_, n) => first + n * step);
  const labelMs = ((until - from) / (right - left)) * (LABEL_PX / 2);
  return isBehindBreak ? ticks.filter((at) => at - from >= labelMs) : ticks;
}
