import type { Scoped } from '../connection/with-actor.ts';
import type { InboxFilter } from './inbox-filter.ts';
import { changeStopped, changeStoppedRow, countStopped, type Change, type ChangeOutcome } from './stopped-callbacks.ts';
import { DECIDE } from './quarantine.ts';

/** How many dead letters `replayDeadLetters` would replay now. */
export const countDeadLetters = (tx: Scoped, filter: InboxFilter, limit?: number): Promise<number> =>
  countStopped(tx, 'dead_letter', filter, limit);

/** Sets one dead letter back to pending; the relay enqueues it within a second. */
export const replayDeadLetter = (tx: Scoped, id: string): Promise<ChangeOutcome> =>
  changeStoppedRow(tx, 'dead_letter', id, REPLAY);

/** Sets matching dead letters back to pending, with a limit the oldest; returns how many. */
export const replayDeadLetters = (tx: Scoped, filter: InboxFilter, limit?: number): Promise<number> =>
  changeStopped(tx, 'dead_letter', filter, REPLAY, limit);

/** Gives one dead letter up with a person's reason: it is never applied, and keeps its error. */
export const discardDeadLetter = (tx: Scoped, id: string, reason: string): Promise<ChangeOutcome> =>
  changeStoppedRow(tx, 'dead_letter', id, { set: DECIDE.discard, reason });

/** The `set` clause of a replay. */
export const REPLAY: Change = {
  set: () =>
    `processing_status = 'pending', retry_count = 0, error = null, fingerprint = null, generation = generation + 1, next_attempt_at = now()`,
};
