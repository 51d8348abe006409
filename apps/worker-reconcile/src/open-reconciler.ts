import type { Database } from '@trunkline/db/connection';
import { chooseQueueBackend, openQueue, reconcileQueue, startWorker, type OpenQueue } from '@trunkline/queues';
import { openClock, startLoop, type Logger } from '@trunkline/service';
import { openTwilio, type TwilioRestConfig } from '@trunkline/twilio/rest';
import { refuseSyncs } from './cold/refuse-syncs.ts';
import { runSyncs } from './cold/run-syncs.ts';
import type { WorkerReconcileConfig } from './config.ts';
import { watchNewCalls } from './hot/watch-new-calls.ts';
import type { ReconcileParts } from './reconcile-parts.ts';
import { keepSchedules, reconcile } from './reconcile.ts';

const KEEP_SCHEDULES_EVERY_MS = 2000;
const LOOK_FOR_SYNCS_EVERY_MS = 1000;
/** Most of them wait for Twilio, holding nothing. */
const JOBS_AT_ONCE = 32;

type Parts = {
  db: Database;
  callbacks: OpenQueue<{ ids: string[] }>;
  config: WorkerReconcileConfig;
  log: Logger;
};

/** What the reconciling half of this process tells of itself. */
export type Reconciler = AsyncDisposable & { report(): object };

/** Opens the tiers: the queue of their rounds, its worker, and the scans that people ask for. */
export function openReconciler({ db, callbacks, config, log }: Parts): Reconciler {
  const opened = new AsyncDisposableStack();
  if (config.TWILIO_ACCOUNT_SID === undefined) {
    opened.use(startLoop('syncs', LOOK_FOR_SYNCS_EVERY_MS, refuseSyncs(db), log));
    return { report: () => ({ reconciliation: 'off: set TWILIO_ACCOUNT_SID' }), ...disposing(opened) };
  }
  const closing = new AbortController();
  const clock = openClock(config);
  const backend = chooseQueueBackend(config);
  const twilio = opened.use(openTwilio(config as TwilioRestConfig, { log, clock }));
  const rounds = opened.use(openQueue(reconcileQueue, backend));
  const parts: ReconcileParts = {
    db,
    callbacks,
    clock,
    log,
    twilio,
    rounds,
    signal: closing.signal,
    origin: new URL(config.WEBHOOK_BASE_URL).origin,
    ownedNumbers: config.OWNED_PHONE_NUMBERS,
    patience: { ringTimeoutSec: config.RING_TIMEOUT_SECONDS, timeLimitSec: config.CALL_TIME_LIMIT_SECONDS },
  };
  opened.use(startLoop('schedules', KEEP_SCHEDULES_EVERY_MS, keepSchedules(rounds, clock), log));
  opened.use(watchNewCalls(parts));
  opened.use(
    startWorker(reconcileQueue, backend, reconcile(parts), {
      concurrency: JOBS_AT_ONCE,
      onError: (error) => log.warn({ err: error }, 'the queue is away'),
      onGivenUp: async (job, error) => log.warn({ err: error, ...job }, 'a round failed; the next one tries again'),
    }),
  );
  const syncs = opened.use(startLoop('syncs', LOOK_FOR_SYNCS_EVERY_MS, () => runSyncs(parts), log));
  opened.defer(() => closing.abort(new Error('The process ends')));
  return { report: () => ({ twilio: twilio.usage(), syncs: syncs.last() }), ...disposing(opened) };
}

const disposing = (opened: AsyncDisposableStack) => ({ [Symbol.asyncDispose]: () => opened.disposeAsync() });
