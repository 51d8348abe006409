import { openAppDatabase, outageOf } from '@trunkline/db/connection';
import { claimFreshCallbacks, dueCallbackJobs } from '@trunkline/db/inbox';
import { workersHeartbeat } from '@trunkline/db/processes';
import { callbacksQueue, runWorker } from '@trunkline/queues';
import { setDefaultCountry } from '@trunkline/telephony/numbers';
import { applyCallbacks, chargeAttempt } from './apply-callbacks.ts';
import { CLAIM_AT_MOST, CONCURRENCY, workerStatusEnv } from './config.ts';

await runWorker('worker-status', workerStatusEnv, async ({ config, log, opened }) => {
  setDefaultCountry(config.DEFAULT_COUNTRY);
  const options = { maxConnections: CONCURRENCY + 2, lockTimeoutMs: 1000, indexOnlyPlans: true, asyncCommit: true };
  const db = opened.use(await openAppDatabase('worker-status', { config, log }, options));
  const apply = applyCallbacks({ db, ownedNumbers: config.OWNED_PHONE_NUMBERS, log });
  return {
    consume: {
      queue: callbacksQueue,
      concurrency: CONCURRENCY,
      handle: ({ ids }: { ids: string[] }) => apply(ids),
      claimDirectly: async () => dueCallbackJobs(await claimFreshCallbacks(db.pool, CLAIM_AT_MOST)),
      onGivenUp: chargeAttempt(db),
    },
    outageOf,
    heartbeat: workersHeartbeat(db),
  };
});
