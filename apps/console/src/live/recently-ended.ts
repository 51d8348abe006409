import { isEnded } from '../calls/call-status.ts';
import type { CallRow } from '../calls/call.ts';

/** How long a call stays on the floor after its end, struck through. */
export const SHOWN_AFTER_END_MS = 15_000;

/** A call that has left the list of live ones, and when that was noticed, in ms since 1970. */
export type EndedCall = { row: CallRow; at: number };
/** The floor as it was read last. */
export type Floor = { live: readonly CallRow[]; ended: readonly EndedCall[] };

/** The floor after another reading: a call that is no longer listed has ended now. */
export function nextFloor(before: Floor | undefined, live: readonly CallRow[], now: number): Floor {
  const present = new Set(live.map(({ id }) => id));
  const ended = (before?.ended ?? []).filter(({ row, at }) => now - at < SHOWN_AFTER_END_MS && !present.has(row.id));
  const left = (before?.live ?? []).filter(({ id }) => !present.has(id));
  return { live, ended: [...ended, ...left.map((row) => ({ row, at: now }))] };
}

/** A row of the floor. One that has left is not live any more. */
export type FloorRow = CallRow & { hasLeft: boolean };

/** The rows to show, the latest start first: those that are live, and those that ended a moment ago. */
export function floorRows({ live, ended }: Floor, now: number): FloorRow[] {
  const kept = ended.filter(({ at }) => now - at < SHOWN_AFTER_END_MS);
  return [
    ...live.map((row) => ({ ...row, hasLeft: isEnded(row.status) })),
    ...kept.map(({ row }) => ({ ...row, hasLeft: true })),
  ].toSorted(latestFirst);
}

const latestFirst = (a: CallRow, b: CallRow): number =>
  b.created_at.localeCompare(a.created_at) || b.id.localeCompare(a.id);
