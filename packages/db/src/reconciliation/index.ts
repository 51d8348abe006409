export { listEndedCalls, listLiveCalls, type EndedCall, type LiveCall } from './calls-to-check.ts';
export { claimChecks, markReconciled, freezeCalls } from './mark-calls.ts';
export { recordGaps, type GapToRecord } from './record-gaps.ts';
export { listOpenGaps, settleGaps, type OpenGap, type SettledGap } from './open-gaps.ts';
export { listKnownCalls, readCallRows, readRecordingRows, type CallRow, type RecordingRow } from './known-rows.ts';
export { recordSuccess, recordError, type SyncCursor, type SyncJob } from './sync-state.ts';
export {
  requestSync,
  requestSyncOnce,
  findSyncRun,
  listMovingSyncRuns,
  listSyncRuns,
  cancelSyncRun,
  claimSyncRun,
  keepSyncRun,
  readSyncAttempts,
  recordSyncProgress,
  finishSyncRun,
  type ClaimedSyncRun,
  type SyncAttempts,
  type SyncCounts,
  type SyncProgress,
  type SyncRun,
  type UnreadableRows,
} from './sync-runs.ts';
export { findGap, listGaps, type GapRow } from './list-gaps.ts';
export { claimHeals, ignoreGap, requestHeal, settleHeal, type ClaimedHeal, type IgnoreReason } from './gaps-by-hand.ts';
export { readReconciliation, type Reconciliation, type TierProgress } from './read-reconciliation.ts';
export { storeSnapshots, type StoredSnapshot } from './store-snapshots.ts';
export {
  claimLookups,
  findLookup,
  requestLookup,
  requestLookups,
  settleLookup,
  type AskableAccounts,
  type CallLookup,
  type ClaimedLookup,
  type LookupResult,
} from './call-lookups.ts';
