import type { Database } from '@trunkline/db/connection';
import { measureInbox } from '@trunkline/db/inbox';
import { metrics } from '@trunkline/service';

const unfinished = metrics.gauge('inbox_unprocessed', 'Callbacks that are not applied yet');
const oldest = metrics.gauge('inbox_oldest_unprocessed_age_seconds', 'Age of the oldest of them');
const deadLetters = metrics.gauge('inbox_dead_letters', 'Callbacks that were given up and wait for a person');
const quarantined = metrics.gauge('inbox_quarantined', 'Signed requests of an impossible shape');

/** One round of measuring what there is to do, for Prometheus. */
export function measureForMetrics({ pool }: Pick<Database, 'pool'>): () => Promise<void> {
  return async () => {
    const measured = await measureInbox(pool);
    unfinished.set(measured.unfinished);
    oldest.set(measured.oldestSeconds);
    deadLetters.set(measured.deadLetters);
    quarantined.set(measured.quarantined);
  };
}
