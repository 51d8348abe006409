import type { Database } from '@trunkline/db/connection';
import { chooseQueueBackend, recordingsQueue, startWorker } from '@trunkline/queues';
import { startLoop, watchWorker, type HealthReport, type Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import type { TwilioRestConfig } from '@trunkline/twilio/rest-env';
import type { WorkerRecordingConfig } from './config.ts';
import { fetchRecording } from './fetch-recording.ts';
import { openMediaSource } from './media/open-media-source.ts';

const DELETE_EVERY_MS = 5000;

type Parts = { db: Database; storage: Storage; config: WorkerRecordingConfig; log: Logger };

/** The fetching half of this process. */
export type Fetching = AsyncDisposable & { isOn: boolean; report(): HealthReport };

/** Opens the consumer of the queue, and where it is wanted the deletion at Twilio. */
export async function openFetching({ db, storage, config, log }: Parts): Promise<Fetching> {
  if (config.TWILIO_ACCOUNT_SID === undefined) {
    const report = () => ({ healthy: true, fetching: 'off: set TWILIO_ACCOUNT_SID' });
    return { isOn: false, report, [Symbol.asyncDispose]: async () => {} };
  }
  const opened = new AsyncDisposableStack();
  const account = config as TwilioRestConfig;
  const { RECORDING_MEDIA_HOSTS, RECORDING_FETCHES_AT_ONCE } = config;
  const closing = new AbortController();
  const source = opened.use(openMediaSource({ ...account, RECORDING_MEDIA_HOSTS, RECORDING_FETCHES_AT_ONCE }));
  const fetch = fetchRecording({
    db,
    storage,
    source,
    log,
    maxBytes: config.RECORDING_MAX_MB * 1e6,
    signal: closing.signal,
  });
  const worker = opened.use(
    startWorker(recordingsQueue, chooseQueueBackend(config), ({ recordingSid }) => fetch(recordingSid), {
      concurrency: 2 * RECORDING_FETCHES_AT_ONCE, // while some are fetched, others are synced and settled
      onError: (error) => log.warn({ err: error }, 'the queue is away'),
      onGivenUp: async ({ recordingSid }, error) =>
        log.warn({ err: error, recording_sid: recordingSid }, 'a job failed; the relay enqueues it again'),
    }),
  );
  if (config.RECORDING_DELETE_AT_TWILIO) {
    // Twilio's client takes 12 MB: only for those who need it.
    const [{ openTwilio }, { deleteAtTwilio }] = await Promise.all([
      import('@trunkline/twilio/rest'),
      import('./delete-at-twilio.ts'),
    ]);
    const twilio = opened.use(openTwilio(account, { log }));
    opened.use(startLoop('deletion', DELETE_EVERY_MS, deleteAtTwilio({ db, twilio, log }), log));
  }
  opened.defer(() => closing.abort(new Error('The process ends')));
  return {
    isOn: true,
    report: watchWorker('worker-recording', worker, log),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
