import { openAppDatabase, outageOf } from '@trunkline/db/connection';
import { workersHeartbeat } from '@trunkline/db/processes';
import { recordingsQueue, runWorker } from '@trunkline/queues';
import type { DependencyReport } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import { hasTwilioAccount } from '@trunkline/twilio/rest-env';
import { watchAudit } from './audit/watch-audit.ts';
import { workerRecordingEnv } from './config.ts';
import { openDeletion } from './delete-at-twilio.ts';
import { expireRecordings } from './expire-recordings.ts';
import { fetchRecording } from './fetch-recording.ts';
import { openMediaSource } from './media/open-media-source.ts';
import { measureUnfetched, recordingRelay } from './relay-recordings.ts';
import { openStoreGate, type StoreGate } from './store-gate.ts';

/** Besides those that fetch: for the relay, the gauges, the retention and the audit. */
const OTHER_CONNECTIONS = 4;
/** An anchor is added in the first round of an hour. */
const AUDIT_EVERY_MS = 600_000;
/** Rounds that read the whole audit or delete many objects. */
const LONG_MS = 3_600_000;

await runWorker('worker-recording', workerRecordingEnv, async ({ config, log, signal, opened }) => {
  const maxConnections = config.RECORDING_FETCHES_AT_ONCE + OTHER_CONNECTIONS;
  const db = opened.use(await openAppDatabase('worker-recording', { config, log }, { maxConnections }));
  const storage = opened.use(openStorage(config));
  const gate = opened.use(openStoreGate(log));
  const retention = { everyMs: 60_000, longestMs: LONG_MS, tick: expireRecordings({ db, storage, config, log }) };
  const watch = watchAudit({ db, storage, log });
  const audit = { everyMs: AUDIT_EVERY_MS, longestMs: LONG_MS, tick: watch.round };
  const measure = measureUnfetched(db, gate);
  const heartbeat = workersHeartbeat(db);
  if (!hasTwilioAccount(config))
    return {
      measure,
      outageOf,
      heartbeat,
      loops: { retention, audit },
      health: () => ({
        storage: storage.kind,
        fetching: 'off: set TWILIO_ACCOUNT_SID',
        audit_chain: watch.health(),
      }),
    };
  const source = opened.use(openMediaSource(config));
  const fetch = fetchRecording({ db, storage, gate, source, log, signal, maxBytes: config.RECORDING_MAX_MB * 1e6 });
  return {
    consume: {
      queue: recordingsQueue,
      concurrency: 2 * config.RECORDING_FETCHES_AT_ONCE, // while some are fetched, others are synced and settled
      handle: ({ recordingSid }: { recordingSid: string }) => fetch(recordingSid),
    },
    relay: recordingRelay(db, gate),
    loops: {
      retention,
      audit,
      ...(config.RECORDING_DELETE_AT_TWILIO && {
        deletion: await openDeletion({ db, storage, gate, config, log, opened }),
      }),
    },
    measure,
    outageOf,
    heartbeat,
    health: () => ({
      storage: storage.kind,
      store_outage: gate.current() ?? null,
      audit_chain: watch.health(),
      dependencies: { store: describeStore(gate) },
    }),
  };
});

/** Up unless the last recording could not be stored; the API asks the store itself. */
function describeStore(gate: Pick<StoreGate, 'current'>): DependencyReport {
  const outage = gate.current();
  if (!outage) return { state: 'up', at: null, latency_ms: null };
  return {
    state: 'unavailable',
    at: null,
    latency_ms: null,
    since: outage.since,
    cause: `${outage.cause}: ${outage.remedy}`,
  };
}
