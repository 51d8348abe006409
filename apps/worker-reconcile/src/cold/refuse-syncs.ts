import type { Database } from '@trunkline/db/connection';
import { claimSyncRun, finishSyncRun } from '@trunkline/db/reconciliation';

const REMEDY = 'Reconciliation is off: give worker-reconcile TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';

/** Without credentials nobody can scan: whoever asks is told so. */
export const refuseSyncs =
  ({ pool }: Pick<Database, 'pool'>) =>
  async (): Promise<void> => {
    for (let run = await claimSyncRun(pool); run; run = await claimSyncRun(pool))
      await finishSyncRun(pool, run, 'failed', REMEDY);
  };
