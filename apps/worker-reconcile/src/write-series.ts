import type { Database } from '@trunkline/db/connection';
import { rollUpSamples, writeSample } from '@trunkline/db/metrics';
import { deleteOldProcesses } from '@trunkline/db/processes';
import type { OpenQueue } from '@trunkline/queues';
import { ROLLUP_EVERY_S, SAMPLE_EVERY_S } from '@trunkline/telephony/metrics';

/** Half of the time of a sample, so that none is left out; the copy that comes second finds it written. */
export const SERIES_EVERY_MS = (SAMPLE_EVERY_S * 1000) / 2;

/**
 * Writes the time series: one sample per 10 s by one process of all copies. The first sample of five minutes sums up those
 * before it, and deletes what is old.
 */
export const writeSeries =
  ({ pool }: Pick<Database, 'pool'>, callbacks: Pick<OpenQueue<never>, 'depth'>) =>
  async (): Promise<void> => {
    const queueDepth = await callbacks.depth().catch(() => null);
    const at = await writeSample(pool, { queueDepth });
    if (at === undefined || (at.getTime() / 1000) % ROLLUP_EVERY_S !== 0) return;
    await rollUpSamples(pool);
    await deleteOldProcesses(pool);
  };
