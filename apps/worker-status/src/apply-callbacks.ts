import {
  describeOutage,
  isLockHeld,
  isOutage,
  isSlowness,
  isTransient,
  type Database,
  type Transaction,
} from '@trunkline/db/connection';
import { recordFailures, type Failure } from '@trunkline/db/inbox';
import { metrics, openWarnings, type Logger } from '@trunkline/service';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import { applyBatch, type AppliedBatch } from './apply-batch.ts';

const applied = metrics.counter('callbacks_applied_total', 'Callbacks applied to their calls');
const fetched = metrics.counter('rest_facts_applied_total', 'Facts from Twilio’s REST API applied to their calls');
const outOfOrder = metrics.counter(
  'callbacks_out_of_order_total',
  'Callbacks that arrived after a later one of their call',
);
const failed = metrics.counter('callbacks_failed_total', 'Attempts to apply a callback that failed');
const held = metrics.counter(
  'callbacks_held_total',
  'Callbacks given back because another session holds a lock they need',
);
const dead = metrics.counter('dead_letters_total', 'Callbacks given up after all attempts');

/** A statement that waits for a lock fails after a second, by the settings of the session; while locks are held, sooner. */
const BEGIN_BRIEFLY = "begin; set local lock_timeout = '50ms'";
const STAY_BRIEF_MS = 10_000;
const WARN_EVERY_MS = 10_000;
const RUNBOOK = 'docs/operations/database.md#locks';
const HELD = 'callbacks wait for a lock that another session holds, and come again';
/** Where nothing was applied for this long, slowness is Postgres's, and no row's. */
const IDLE_AFTER_MS = 60_000;
let lastApplied = -Infinity;

type Parts = { db: Database; ownedNumbers: OwnedNumbers; log: Logger };

/**
 * Applies the callbacks with these inbox ids. A failing row is found by halving the batch; it alone is charged an attempt.
 * In the same way a row is found that waits for a lock of another session: it stays as it is and comes again when it is
 * due, so that it holds up no other.
 * Throws only what is no row's fault (the database is unavailable): then the whole job is retried.
 */
export function applyCallbacks({ db, ownedNumbers, log }: Parts): (ids: readonly string[]) => Promise<void> {
  const warn = openWarnings(log, WARN_EVERY_MS);
  let lastHeld = -Infinity;

  return async function apply(ids): Promise<void> {
    const isBrief = performance.now() - lastHeld < STAY_BRIEF_MS;
    try {
      const work = (tx: Transaction) => applyBatch(tx, ids, ownedNumbers);
      const batch = await db.transaction(work, isBrief ? BEGIN_BRIEFLY : undefined);
      count(batch);
      if (batch.failures.length > 0) await charge(batch.failures);
    } catch (error) {
      if (isLockHeld(error)) lastHeld = performance.now();
      else if (isTransient(error)) throw error;
      if (isLockHeld(error) && ids.length === 1) return giveBack(ids[0]!, error);
      if (ids.length === 1) return charge([{ id: ids[0]!, error: String(error) }]);
      const middle = Math.ceil(ids.length / 2);
      await apply(ids.slice(0, middle));
      await apply(ids.slice(middle));
    }
  };

  function giveBack(id: string, error: unknown): void {
    held.inc();
    warn(
      'held',
      { inbox_id: id, event: 'callback_held', runbook: RUNBOOK },
      `${HELD}: ${describeOutage(error).remedy}`,
    );
  }

  async function charge(failures: readonly Failure[]): Promise<void> {
    failed.inc(failures.length);
    for (const { id } of failures) log.warn({ inbox_id: id }, 'callback could not be applied; its row has the error');
    for (const id of await recordFailures(db.pool, failures)) {
      dead.inc();
      log.error({ inbox_id: id }, 'dead letter: fix the cause, then replay it');
    }
  }
}

/**
 * For a job that BullMQ gave up: its worker died over it twice, or the database stayed unavailable. Charges its rows an
 * attempt, so that the relay sends each of them alone next time; a row that kills every worker ends as a dead letter. An
 * error that no row can cause charges none, nor does slowness while no other row is applied either.
 * Rows that were finished all the same are not touched.
 */
export const chargeAttempt =
  ({ pool }: Pick<Database, 'pool'>) =>
  async ({ ids }: { ids: string[] }, error: Error): Promise<void> => {
    if (isOutage(error)) return;
    if (isSlowness(error) && performance.now() - lastApplied > IDLE_AFTER_MS) return;
    await recordFailures(
      pool,
      ids.map((id) => ({ id, error: `Job given up: ${error.message}` })),
    );
  };

function count({ verdicts, restFacts }: AppliedBatch): void {
  applied.inc(verdicts.length);
  if (verdicts.length > 0) lastApplied = performance.now();
  fetched.inc(restFacts);
  outOfOrder.inc(verdicts.filter((verdict) => verdict === 'late').length);
}
