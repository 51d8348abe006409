import type { Scoped } from '../connection/with-actor.ts';

/** True for staff, who see every call with all its columns. */
export const seesAllCalls = (tx: Scoped): boolean => tx.columns('calls', 'c') === 'c.*';
