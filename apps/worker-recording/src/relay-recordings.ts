import type { Database } from '@trunkline/db/connection';
import { claimDueRecordings, measureRecordings } from '@trunkline/db/recordings';
import { recordingsQueue, type Relay } from '@trunkline/queues';
import { metrics } from '@trunkline/service';

const CLAIM_AT_MOST = 1000;

const unfetched = metrics.gauge('recordings_unfetched', 'Recordings that Twilio has finished and we do not store yet');
const oldest = metrics.gauge('recordings_oldest_unfetched_age_seconds', 'Age of the oldest of them');

/**
 * Enqueues every recording that is due, whether a callback or the REST API announced it, and again where its job or its
 * worker was lost.
 */
export const recordingRelay = ({ pool }: Pick<Database, 'pool'>): Relay<{ recordingSid: string }> => ({
  queue: recordingsQueue,
  everyMs: 500,
  maxDepth: 500,
  claim: async () =>
    (await claimDueRecordings(pool, CLAIM_AT_MOST)).map((recordingSid) => ({ data: { recordingSid } })),
});

/** Sets the gauges of what waits to be fetched. */
export const measureUnfetched =
  ({ pool }: Pick<Database, 'pool'>) =>
  async (): Promise<void> => {
    const measured = await measureRecordings(pool);
    unfetched.set(measured.unfetched);
    oldest.set(measured.oldestSeconds);
  };
