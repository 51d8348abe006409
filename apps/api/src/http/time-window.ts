import { Problem } from './problem.ts';

/** Times of receipt in `[from, to)`; null is open. `isDefault` is true if the request did not give `from`. */
export type TimeWindow = { from: Date | null; to: Date; isDefault: boolean };

type GivenWindow = { received_after?: Date | undefined; received_before?: Date | undefined };

const DAY_MS = 86_400_000;

/** The window of the request. Default of `received_after`: 24 hours before its end. */
export function lastDay({ received_after: from, received_before: to = new Date() }: GivenWindow): TimeWindow {
  refuseEmpty(from, to);
  return { from: from ?? new Date(to.getTime() - DAY_MS), to, isDefault: from === undefined };
}

/** The window of the request. Default of `received_after`: everything that is kept. */
export function allTime({ received_after: from, received_before: to = new Date() }: GivenWindow): TimeWindow {
  refuseEmpty(from, to);
  return { from: from ?? null, to, isDefault: from === undefined };
}

export const presentWindow = ({ from, to, isDefault }: TimeWindow) => ({ from, to, default: isDefault });

/** A window as the request gives it, without a default. */
export const presentGiven = (from: Date | undefined, to: Date | undefined) => ({
  from: from ?? null,
  to: to ?? null,
  default: from === undefined && to === undefined,
});

/** Throws a 400 for a window that cannot contain anything; `what` happened in it begins the names of its parameters. */
export function refuseEmpty(from: Date | undefined, to: Date | undefined, what = 'received'): void {
  if (from && to && from >= to)
    throw new Problem('malformed_request', `${what}_after must be earlier than ${what}_before.`);
}
