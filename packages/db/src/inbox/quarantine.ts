import type { Scoped } from '../connection/with-actor.ts';
import type { InboxFilter } from './inbox-filter.ts';
import { changeStopped, changeStoppedRow, countStopped, type Change, type ChangeOutcome } from './stopped-callbacks.ts';

/** `release` applies a quarantined callback after all, `discard` never does. The reason is a person's. */
export type QuarantineDecision = { decision: 'release' | 'discard'; reason: string };

/** How many quarantined callbacks `decideQuarantined` would change now. */
export const countQuarantined = (tx: Scoped, filter: InboxFilter, limit?: number): Promise<number> =>
  countStopped(tx, 'quarantined', filter, limit);

/** Releases or discards one quarantined callback. A released one is enqueued by the relay within a second. */
export const decideQuarantinedRow = (tx: Scoped, id: string, decision: QuarantineDecision): Promise<ChangeOutcome> =>
  changeStoppedRow(tx, 'quarantined', id, changeBy(decision));

/** Releases or discards matching callbacks, with a limit the oldest; returns how many. */
export const decideQuarantined = (
  tx: Scoped,
  filter: InboxFilter,
  decision: QuarantineDecision,
  limit?: number,
): Promise<number> => changeStopped(tx, 'quarantined', filter, changeBy(decision), limit);

const changeBy = ({ decision, reason }: QuarantineDecision): Change => ({ set: DECIDE[decision], reason });

/** The `set` clause of a decision; `reason` stands for the parameter with its reason. A released row keeps why it was quarantined, behind the reason of its release. */
export const DECIDE = {
  release: (reason: string) => `
  processing_status = 'pending', retry_count = 0, generation = generation + 1, next_attempt_at = now(), fingerprint = null,
  decision_reason = left(${reason}::text || coalesce(' (was quarantined: ' || error || ')', ''), 3000), error = null`,
  discard: (reason: string) =>
    `processing_status = 'discarded', processed_at = now(), decision_reason = ${reason}::text`,
} as const;
