import { isRow } from './heading.ts';

/** A list as it is shown: in its order of before while somebody points at it, with the present content of each row. */
export type HeldRows<T> = {
  rows: readonly T[];
  /** Rows that are not shown yet, without headings. */
  newCount: number;
};

/**
 * No row moves while the list is held: rows that are new wait, rows that have left stay as they were last known. Otherwise
 * the list is the latest one. An unchanged list is the same array.
 */
export function holdRows<T>(
  shown: readonly T[] | undefined,
  latest: readonly T[],
  { isHeld, idOf }: { isHeld: boolean; idOf: (row: T) => string },
): HeldRows<T> {
  if (!isHeld || !shown?.length) return { rows: latest, newCount: 0 };
  const present = new Map(latest.map((row) => [idOf(row), row]));
  const held = new Set(shown.map(idOf));
  const end = latest.findLastIndex((row) => held.has(idOf(row)));
  const below = end < 0 ? [] : latest.slice(end + 1); // a further page moves nothing
  const isBelow = new Set(below.map(idOf));
  const newCount = latest.filter((row) => isRow(row) && !held.has(idOf(row)) && !isBelow.has(idOf(row))).length;
  const rows = [...shown.map((row) => present.get(idOf(row)) ?? row), ...below];
  const isSame = rows.length === shown.length && rows.every((row, n) => row === shown[n]);
  return { rows: isSame ? shown : rows, newCount };
}
