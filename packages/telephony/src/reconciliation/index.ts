export { DELIVERY_WINDOW_SECONDS, expectedCallbacks, type ExpectedCallback } from './expected-callbacks.ts';
export { overdueCheck, dueAfterSec, dueInSec, type Patience } from './overdue-check.ts';
export {
  classifyGap,
  GAP_CLASSES,
  isRequestFor,
  sentRequests,
  settleGap,
  type GapClass,
  type SentRequest,
} from './gap.ts';
export { GAP_MACHINE, GAP_STATES, type GapState } from './gap-state.ts';
export {
  CALL_SYNC_STATES,
  isOpenSyncRun,
  OPEN_SYNC_RUN_STATES,
  SYNC_KINDS,
  SYNC_RUN_MACHINE,
  SYNC_RUN_STATES,
  type SyncKind,
  type SyncRunState,
} from './sync-state.ts';
export { TIER_REMEDIES, TIER_STATES, tierStateOf } from './tier-state.ts';
export { LOOKUP_MACHINE, LOOKUP_STATES, settleLookup, type LookupAnswer, type LookupState } from './call-lookup.ts';
