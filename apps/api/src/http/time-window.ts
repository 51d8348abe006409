import { Problem } from './problem.ts';

/** Received in `[from, to)`; null is open. `isDefault` says that nobody asked for where it begins. */
export type TimeWindow = { from: Date | null; to: Date; isDefault: boolean };

type Asked = { received_after?: Date | undefined; received_before?: Date | undefined };

const DAY_MS = 86_400_000;

/** The window asked for; without `received_after`, the 24 hours before its end. */
export function lastDay({ received_after: from, received_before: to = new Date() }: Asked): TimeWindow {
  refuseEmpty(from, to);
  return { from: from ?? new Date(to.getTime() - DAY_MS), to, isDefault: from === undefined };
}

/** The window asked for; without `received_after`, everything that is kept. */
export function allTime({ received_after: from, received_before: to = new Date() }: Asked): TimeWindow {
  refuseEmpty(from, to);
  return { from: from ?? null, to, isDefault: from === undefined };
}

/** The window as the answer shows it. */
export const presentWindow = ({ from, to, isDefault }: TimeWindow) => ({ from, to, default: isDefault });

/** Refuses a window that nothing can be in. */
export function refuseEmpty(from: Date | undefined, to: Date | undefined): void {
  if (from && to && from >= to)
    throw new Problem('malformed_request', 'received_after must be earlier than received_before.');
}
