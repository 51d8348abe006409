export { openDatabase, isTransient, type Database, type Queryable } from './open-database.ts';
export { storeCallbacks, type CallbackToStore, type StoredRow } from './sql/store-callbacks.ts';
export { claimCallbacks, releaseCallbacks, type ClaimedCallback } from './sql/claim-callbacks.ts';
export { lockCalls } from './sql/lock-calls.ts';
export { readCalls, type KnownCall } from './sql/read-calls.ts';
export { saveCalls, type EventToSave } from './sql/save-calls.ts';
export { saveRecordings } from './sql/save-recordings.ts';
export { touchConversations } from './sql/touch-conversations.ts';
export { updateCandidates } from './sql/update-candidates.ts';
export { saveCallAttempts } from './sql/save-call-attempts.ts';
export { recordFailures, MAX_ATTEMPTS, type Failure } from './sql/record-failures.ts';
export { measureInbox } from './sql/measure-inbox.ts';
export { claimDueCallbacks, type DueCallback } from './sql/claim-due-callbacks.ts';
export { ensureInboxPartitions, dropInboxPartitions, forgetDedupeKeys } from './sql/keep-partitions.ts';
export { INBOX_STATES, type InboxFilter, type InboxState } from './views/inbox-filter.ts';
export { listInbox, type InboxListRow } from './views/list-inbox.ts';
export { countInbox, COUNTED_UP_TO } from './views/count-inbox.ts';
export { findInboxRow, type InboxDetail } from './views/find-inbox-row.ts';
export { groupDeadLetters, type DeadLetterGroup } from './views/group-dead-letters.ts';
export { findCall, type CallDetail } from './views/find-call.ts';
export { readCallStory } from './views/read-call-story.ts';
export { readCallAsOf, type CallAsOf } from './views/read-call-as-of.ts';
export { rebuildCalls, type Rebuilt } from './views/rebuild-calls.ts';
export {
  replayDeadLetter,
  replayDeadLetters,
  countDeadLetters,
  type ReplayOutcome,
} from './stores/replay-dead-letters.ts';
export { listLiveCalls, type LiveCall } from './sql/list-live-calls.ts';
export { listEndedCalls, type EndedCall } from './sql/list-ended-calls.ts';
export { listUnapplied, type UnappliedCallback } from './sql/list-unapplied.ts';
export { claimChecks, markReconciled, freezeCalls } from './sql/mark-calls.ts';
export { recordGaps, type GapToRecord } from './sql/record-gaps.ts';
export { listOpenGaps, settleGaps, type OpenGap, type SettledGap } from './sql/settle-gaps.ts';
export { readCallRows, readRecordingRows, type CallRow, type RecordingRow } from './sql/read-call-rows.ts';
export { unlessLocked } from './sql/unless-locked.ts';
export { recordSuccess, recordError, type SyncCursor, type SyncJob } from './stores/sync-state.ts';
export {
  requestSync,
  requestSyncOnce,
  findSyncRun,
  listSyncRuns,
  cancelSyncRun,
  claimSyncRun,
  recordSyncProgress,
  finishSyncRun,
  type SyncCounts,
  type SyncProgress,
  type SyncRun,
} from './stores/sync-runs.ts';
export { listenToCalls } from './listen-to-calls.ts';
export { listGaps, type GapFilter, type GapRow } from './views/list-gaps.ts';
export { readReconciliation, type Reconciliation } from './views/read-reconciliation.ts';
