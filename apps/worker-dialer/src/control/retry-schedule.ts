import { backoffMs, NO_JITTER } from '@trunkline/service';

/** No jitter: commands of one call run one after the other anyway. */
const RETRY = { firstMs: 400, longestMs: 5000, jitter: NO_JITTER };
/** A person waits: only later attempts are spaced further apart. */
const QUICK_ATTEMPTS = 3;

/** Milliseconds until a command is attempted again. */
export const againInMs = ({ attempts }: { attempts: number }): number =>
  backoffMs(attempts - QUICK_ATTEMPTS + 1, RETRY);
