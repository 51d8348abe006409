import { openAppDatabase } from '@trunkline/db/connection';
import { reconcileQueue, runWorker } from '@trunkline/queues';
import { setDefaultCountry } from '@trunkline/telephony/numbers';
import { hasTwilioAccount } from '@trunkline/twilio/rest-env';
import { failUnconfiguredSyncs, runSyncs } from './cold/run-syncs.ts';
import { workerReconcileEnv } from './config.ts';
import { lookUpCalls } from './hot/look-up-calls.ts';
import { watchNewCalls } from './hot/watch-new-calls.ts';
import { indexCallbacks } from './index-inbox.ts';
import { openPause } from './pause.ts';
import { openReconcileParts } from './reconcile-parts.ts';
import { keepSchedules, reconcile } from './reconcile.ts';
import { callbackRelay, measureCallbacks } from './relay-callbacks.ts';
import { applyRetention } from './retention.ts';
import { watchEviction } from './watch-eviction.ts';

/** Most jobs wait for Twilio, holding nothing. */
const JOBS_AT_ONCE = 32;

await runWorker('worker-reconcile', workerReconcileEnv, async ({ config, log, opened, ...others }) => {
  setDefaultCountry(config.DEFAULT_COUNTRY);
  const db = opened.use(await openAppDatabase('worker-reconcile', { config, log }, { maxConnections: 10 }));
  const search = { everyMs: 2000, tick: indexCallbacks(db, others.signal) };
  const redis = { everyMs: 60_000, tick: watchEviction(config.REDIS_URL, log) };
  const retention = { everyMs: 3_600_000, tick: applyRetention({ db, config, log }) };
  const always = { relay: callbackRelay(db, log), measure: measureCallbacks(db) };
  if (!hasTwilioAccount(config)) {
    const syncs = { everyMs: 1000, tick: failUnconfiguredSyncs(db) };
    const health = () => ({ reconciliation: 'off: set TWILIO_ACCOUNT_SID' });
    return { ...always, loops: { retention, redis, search, syncs }, health };
  }
  const parts = openReconcileParts({ ...others, db, config, log, opened });
  const pause = openPause(parts);
  opened.use(watchNewCalls(parts));
  return {
    ...always,
    consume: { queue: reconcileQueue, concurrency: JOBS_AT_ONCE, handle: reconcile(parts, pause), isWatched: false },
    loops: {
      retention,
      redis,
      search,
      schedules: { everyMs: 2000, tick: keepSchedules(parts) },
      syncs: { everyMs: 1000, tick: () => runSyncs(parts, pause) },
      lookups: { everyMs: 2000, tick: () => pause.run(() => lookUpCalls(parts)) },
    },
    health: () => ({ twilio: parts.usage(), paused: pause.state() ?? null }),
  };
});
