import type { Database } from '@trunkline/db/connection';
import { claimDueRecordings, measureRecordings } from '@trunkline/db/recordings';
import { recordingsQueue, type Relay } from '@trunkline/queues';
import { metrics } from '@trunkline/service';
import type { StoreGate } from './store-gate.ts';

const CLAIM_AT_MOST = 1000;

const unfetched = metrics.gauge('recordings_unfetched', 'Recordings that Twilio has finished and we do not store yet');
const oldest = metrics.gauge('recordings_oldest_unfetched_age_seconds', 'Age of the oldest of them');

/**
 * Enqueues every recording that is due, whether a callback or the REST API announced it, and again where its job or its
 * worker was lost. While the store fails, one at a time: the others stay due, and are fetched as soon as it works.
 */
export const recordingRelay = (
  { pool }: Pick<Database, 'pool'>,
  gate: Pick<StoreGate, 'isOpen'>,
): Relay<{ recordingSid: string }> => ({
  queue: recordingsQueue,
  everyMs: 500,
  maxDepth: 500,
  claim: async () =>
    (await claimDueRecordings(pool, gate.isOpen() ? 1 : CLAIM_AT_MOST)).map((recordingSid) => ({
      data: { recordingSid },
    })),
});

/** Sets the gauges of what waits to be fetched. With nothing waiting, a failing store is no outage any more. */
export const measureUnfetched =
  ({ pool }: Pick<Database, 'pool'>, gate: Pick<StoreGate, 'worked'>) =>
  async (): Promise<void> => {
    const measured = await measureRecordings(pool);
    unfetched.set(measured.unfetched);
    oldest.set(measured.oldestSeconds);
    if (measured.unfetched === 0) gate.worked();
  };
