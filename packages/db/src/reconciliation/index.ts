export { listLiveCalls, type LiveCall } from './list-live-calls.ts';
export { listEndedCalls, type EndedCall } from './list-ended-calls.ts';
export { listKnownCalls } from './list-known-calls.ts';
export { claimChecks, markReconciled, freezeCalls } from './mark-calls.ts';
export { recordGaps, type GapToRecord } from './record-gaps.ts';
export { listOpenGaps, settleGaps, type OpenGap, type SettledGap } from './settle-gaps.ts';
export { readCallRows, readRecordingRows, type CallRow, type RecordingRow } from './read-call-rows.ts';
export { recordSuccess, recordError, type SyncCursor, type SyncJob } from './sync-state.ts';
export {
  requestSync,
  requestSyncOnce,
  findSyncRun,
  listSyncRuns,
  cancelSyncRun,
  claimSyncRun,
  keepSyncRun,
  recordSyncProgress,
  finishSyncRun,
  type ClaimedSyncRun,
  type SyncCounts,
  type SyncProgress,
  type SyncRun,
} from './sync-runs.ts';
export { listGaps, type GapFilter, type GapRow } from './list-gaps.ts';
export { readReconciliation, type Reconciliation } from './read-reconciliation.ts';
export { storeSnapshots, type StoredSnapshot } from './store-snapshots.ts';
