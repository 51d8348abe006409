import type { Database } from '@trunkline/db/connection';
import { measureRecordings } from '@trunkline/db/recordings';
import { metrics } from '@trunkline/service';

const unfetched = metrics.gauge('recordings_unfetched', 'Recordings that Twilio has finished and we do not store yet');
const oldest = metrics.gauge('recordings_oldest_unfetched_age_seconds', 'How long the first of them waits');

/** One round of measuring what there is to fetch, for Prometheus. */
export function measureForMetrics({ pool }: Pick<Database, 'pool'>): () => Promise<void> {
  return async () => {
    const measured = await measureRecordings(pool);
    unfetched.set(measured.unfetched);
    oldest.set(measured.oldestSeconds);
  };
}
