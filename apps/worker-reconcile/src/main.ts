import { openAppDatabase, openDatabase, outageOf, type Database } from '@trunkline/db/connection';
import { workersHeartbeat } from '@trunkline/db/processes';
import { callbacksQueue, reconcileQueue, runWorker } from '@trunkline/queues';
import { offWithout } from '@trunkline/service';
import { setDefaultCountry } from '@trunkline/telephony/numbers';
import type { TwilioConfiguration } from '@trunkline/twilio/configuration';
import { describeUsage, usageFigures } from '@trunkline/twilio/rest';
import { hasTwilioAccount } from '@trunkline/twilio/rest-env';
import { failUnconfiguredSyncs, runSyncs } from './cold/run-syncs.ts';
import { workerReconcileEnv, type WorkerReconcileConfig } from './config.ts';
import { connectOnRequest } from './connections/connect-on-request.ts';
import { examineOnRequest } from './doctor/examine-on-request.ts';
import { fingerprintErrors } from './fingerprint-errors.ts';
import { failUnconfiguredHeals, healGaps } from './hot/heal-gaps.ts';
import { lookUpCalls } from './hot/look-up-calls.ts';
import { watchNewCalls } from './hot/watch-new-calls.ts';
import { indexCallbacks } from './index-inbox.ts';
import { openPause } from './pause.ts';
import { openReconcileParts } from './reconcile-parts.ts';
import { keepSchedules, reconcile } from './reconcile.ts';
import { postTestCallbacks } from './post-test-callbacks.ts';
import { callbackRelay, measureCallbacks } from './relay-callbacks.ts';
import { runOperations } from './run-operations.ts';
import { applyDemoRetention, applyRetention, DEMO_EVERY_MS } from './retention.ts';
import { watchEviction } from './watch-eviction.ts';
import { SERIES_EVERY_MS, writeSeries } from './write-series.ts';

/** Most jobs wait for Twilio, holding nothing. */
const JOBS_AT_ONCE = 32;
/** Rounds that delete by the million, or ask Twilio about a whole day. */
const LONG_MS = 3_600_000;

await runWorker('worker-reconcile', workerReconcileEnv, async ({ config, log, opened, ...others }) => {
  setDefaultCountry(config.DEFAULT_COUNTRY);
  const db = opened.use(await openAppDatabase('worker-reconcile', { config, log }, { maxConnections: 10 }));
  const search = { everyMs: 2000, tick: indexCallbacks(db, others.signal) };
  const fingerprints = { everyMs: 1000, tick: fingerprintErrors(db) };
  const operations = { everyMs: 1000, tick: runOperations({ db, log }) };
  const tests = { everyMs: 1000, tick: postTestCallbacks({ db, config }) };
  const ofConfiguration = (configuration: TwilioConfiguration | undefined) => ({
    doctor: { everyMs: 1000, longestMs: LONG_MS, tick: examineOnRequest({ db, config, configuration }) },
    connections: { everyMs: 1000, longestMs: LONG_MS, tick: connectOnRequest({ db, config, configuration }) },
  });
  const redis = { everyMs: 60_000, tick: watchEviction(config.REDIS_URL, log), needsPostgres: false as const };
  const retention = { everyMs: 3_600_000, longestMs: LONG_MS, tick: applyRetention({ db, config, log }) };
  const series = { everyMs: SERIES_EVERY_MS, tick: writeSeries(db, others.openQueue(callbacksQueue)) };
  const heartbeat = workersHeartbeat(db);
  const always = { relay: callbackRelay(db, log), measure: measureCallbacks(db), outageOf, heartbeat };
  const loops = { retention, redis, search, fingerprints, operations, tests, series };
  if (!hasTwilioAccount(config)) {
    const syncs = { everyMs: 1000, tick: failUnconfiguredSyncs(db) };
    const heals = { everyMs: 2000, tick: failUnconfiguredHeals({ db }) };
    const health = () => ({
      reconciliation: 'off: set TWILIO_ACCOUNT_SID',
      dependencies: { twilio: offWithout('TWILIO_ACCOUNT_SID') },
    });
    return { ...always, loops: { ...loops, syncs, heals, ...ofConfiguration(undefined) }, health };
  }
  const { TWILIO_ACCOUNT_SID: accountSid, DEMO_RETENTION_MINUTES: minutes } = config;
  const demo = {
    everyMs: DEMO_EVERY_MS,
    tick: applyDemoRetention({ db: ownersOr(db, config, opened), accountSid, minutes }),
  };
  // A demo forgets calls that Twilio's stand-in still lists: a later scan of whole days would bring them all back.
  const mayScan = () => minutes === 0 || performance.now() < minutes * 60_000;
  const parts = openReconcileParts({ ...others, db, config, log, opened });
  const pause = openPause(parts);
  opened.use(watchNewCalls(parts));
  return {
    ...always,
    consume: {
      queue: reconcileQueue,
      concurrency: JOBS_AT_ONCE,
      handle: reconcile(parts, pause, mayScan),
      isWatched: false,
    },
    loops: {
      ...loops,
      ...(minutes > 0 && { demo }),
      ...ofConfiguration(parts.configuration),
      schedules: { everyMs: 2000, tick: keepSchedules(parts) },
      syncs: { everyMs: 1000, longestMs: LONG_MS, tick: () => runSyncs(parts, pause) },
      lookups: { everyMs: 2000, longestMs: LONG_MS, tick: () => pause.run(() => lookUpCalls(parts)) },
      heals: { everyMs: 2000, longestMs: LONG_MS, tick: () => pause.run(() => healGaps(parts)) },
    },
    figures: usageFigures(() => [parts.usage()]),
    health: () => ({
      twilio: parts.usage(),
      paused: pause.state() ?? null,
      dependencies: describeUsage(parts.usage(), pause.state()?.error),
    }),
  };
});

/** The login of an app may not delete calls: in a demo the owner does. */
function ownersOr(
  db: Database,
  { DEMO_DATABASE_URL: url }: WorkerReconcileConfig,
  opened: AsyncDisposableStack,
): Database {
  return url ? opened.use(openDatabase(url, 'worker-reconcile demo', { maxConnections: 1 })) : db;
}
