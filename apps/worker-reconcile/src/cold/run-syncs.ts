import { outageOf, type Database } from '@trunkline/db/connection';
import {
  claimSyncRun,
  finishSyncRun,
  keepSyncRun,
  recordError,
  recordSuccess,
  recordSyncProgress,
  type ClaimedSyncRun,
} from '@trunkline/db/reconciliation';
import { startLoop } from '@trunkline/service';
import { openPause, type Pause } from '../pause.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { scanDays } from './scan-days.ts';

const BEAT_EVERY_MS = 15_000;

class CanceledError extends Error {
  override readonly name = 'CanceledError';
}

/** Runs the requested scans, one after the other, until none is left. A pause delays none: each is one request at first. */
export async function runSyncs(parts: ReconcileParts, pause: Pause = openPause(parts)): Promise<void> {
  while (!parts.signal.aborted) {
    const run = await claimSyncRun(parts.db.pool);
    if (!run) return;
    await runSync(parts, run, pause);
  }
}

async function runSync(parts: ReconcileParts, run: ClaimedSyncRun, pause: Pause): Promise<void> {
  const { db, clock, log, signal } = parts;
  const beat = () => keepSyncRun(db.pool, run);
  const heartbeat = startLoop('scan heartbeat', BEAT_EVERY_MS, beat, log, { firstAfterMs: BEAT_EVERY_MS });
  try {
    const counts = await scanDays(parts, run, async (progress, counted) => {
      const { isCanceled } = await recordSyncProgress(db.pool, run, progress, counted);
      if (isCanceled) throw new CanceledError('Canceled');
    });
    await finishSyncRun(db.pool, run, 'completed');
    const cursor = { last_call_sid: null, last_updated_at: run.until.toISOString() };
    if (run.kind === 'cold') await recordSuccess(db.pool, 'reconcile_cold', cursor, clock.now());
    log.info({ event: 'synced', run: run.id, kind: run.kind, ...counts }, 'scan of Twilio’s lists completed');
  } catch (error) {
    if (signal.aborted) return; // another process resumes it once our heartbeat stops
    if (error instanceof CanceledError) return await finishSyncRun(db.pool, run, 'canceled');
    if (outageOf(error)) throw error; // of Postgres: the scan is resumed where it was, as after the end of a process
    pause.note(error);
    log.warn({ err: error, run: run.id }, 'scan of Twilio’s lists failed');
    await finishSyncRun(db.pool, run, 'failed', String(error));
    if (run.kind === 'cold') await recordError(db.pool, 'reconcile_cold', String(error), clock.now());
  } finally {
    await heartbeat[Symbol.asyncDispose]();
  }
}

const REMEDY = 'Reconciliation is off: give worker-reconcile TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';

/** Without a Twilio account no scan can run: those requested fail, with the remedy. */
export const failUnconfiguredSyncs =
  ({ pool }: Pick<Database, 'pool'>) =>
  async (): Promise<void> => {
    for (let run = await claimSyncRun(pool); run; run = await claimSyncRun(pool))
      await finishSyncRun(pool, run, 'failed', REMEDY);
  };
