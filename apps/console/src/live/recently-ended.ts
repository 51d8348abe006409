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

/** The rows to show, the latest start first: those that are live, and those that ended a moment ago. */
export function floorRows({ live, ended }: Floor, now: number): CallRow[] {
  const kept = ended.filter(({ at }) => now - at < SHOWN_AFTER_END_MS).map(({ row }) => row);
  return [...live, ...kept].toSorted(latestFirst);
}

/** Of rows of the floor: those that are not live any more. */
export const hasLeft = ({ ended }: Floor, { id, status }: CallRow): boolean =>
  isEnded(status) || ended.some(({ row }) => row.id === id);

const latestFirst = (a: CallRow, b: CallRow): number =>
  b.created_at.localeCompare(a.created_at) || b.id.localeCompare(a.id);
