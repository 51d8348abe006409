import { openDatabase } from '@trunkline/db/connection';
import { reconcileQueue, runWorker } from '@trunkline/queues';
import { hasTwilioAccount } from '@trunkline/twilio/rest-env';
import { refuseSyncs } from './cold/refuse-syncs.ts';
import { runSyncs } from './cold/run-syncs.ts';
import { workerReconcileEnv } from './config.ts';
import { watchNewCalls } from './hot/watch-new-calls.ts';
import { keepPartitions } from './keep-partitions.ts';
import { openReconcileParts } from './reconcile-parts.ts';
import { keepSchedules, reconcile } from './reconcile.ts';
import { callbackRelay, measureCallbacks } from './relay-callbacks.ts';

/** Most jobs wait for Twilio, holding nothing. */
const JOBS_AT_ONCE = 32;

await runWorker('worker-reconcile', workerReconcileEnv, ({ name, config, log, opened, ...process }) => {
  const db = opened.use(openDatabase(config.DATABASE_URL, name, { maxConnections: 10 }));
  const partitions = { everyMs: 3_600_000, tick: keepPartitions({ db, config, log }) };
  const always = { relay: callbackRelay(db, log), measure: measureCallbacks(db) };
  if (!hasTwilioAccount(config)) {
    const syncs = { everyMs: 1000, tick: refuseSyncs(db) };
    return {
      ...always,
      loops: { partitions, syncs },
      health: () => ({ reconciliation: 'off: set TWILIO_ACCOUNT_SID' }),
    };
  }
  const parts = openReconcileParts({ ...process, db, config, log, opened });
  opened.use(watchNewCalls(parts));
  return {
    ...always,
    consume: { queue: reconcileQueue, concurrency: JOBS_AT_ONCE, handle: reconcile(parts), isWatched: false },
    loops: {
      partitions,
      schedules: { everyMs: 2000, tick: keepSchedules(parts) },
      syncs: { everyMs: 1000, tick: () => runSyncs(parts) },
    },
    health: () => ({ twilio: parts.twilio.usage() }),
  };
});
