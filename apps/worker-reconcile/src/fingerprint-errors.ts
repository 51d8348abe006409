import type { Database } from '@trunkline/db/connection';
import { fingerprintStopped } from '@trunkline/db/inbox';

/** They take about half a second. */
const ROWS_AT_ONCE = 2000;

/** Gives new dead letters and quarantined callbacks their fingerprint, and emits how many there are: one statement a second. */
export const fingerprintErrors =
  ({ pool }: Pick<Database, 'pool'>) =>
  async (): Promise<void> =>
    void (await fingerprintStopped(pool, ROWS_AT_ONCE));
