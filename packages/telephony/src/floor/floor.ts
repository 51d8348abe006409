import { CALL_STATUSES, isTerminal, isUnreached } from '../calls/status.ts';

/** A call that waits longer than this to be answered is counted apart. */
export const WAITING_LONG_SECONDS = 30;
/** A call stays on the floor for so long after its end. */
export const JUST_ENDED_SECONDS = 15;
/** The share of answered calls is that of the calls that ended within this time. */
export const ANSWERED_SHARE_SECONDS = 900;

/** The statuses of calls that wait to be answered. */
export const WAITING_STATUSES = CALL_STATUSES.filter((status) => !isTerminal(status) && status !== 'in-progress');
/** The statuses of ended calls that had been answered. */
export const ANSWERED_STATUSES = CALL_STATUSES.filter((status) => isTerminal(status) && !isUnreached(status));
