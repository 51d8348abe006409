export { storeCallbacks, type CallbackToStore, type StoredRow } from './store-callbacks.ts';
export { claimCallbacks, releaseCallbacks, type ClaimedCallback } from './claim-callbacks.ts';
export { recordFailures, type Failure } from './record-failures.ts';
export { measureInbox } from './measure-inbox.ts';
export { claimDueCallbacks, claimFreshCallbacks } from './claim-due-callbacks.ts';
export { dueCallbackJobs } from './due-callback-jobs.ts';
export { ensureInboxPartitions, dropInboxPartitions, deleteExpiredDedupeKeys } from './inbox-partitions.ts';
export type { InboxFilter } from './inbox-filter.ts';
export {
  countInbox,
  COUNTED_UP_TO,
  findInboxRow,
  listInbox,
  type InboxDetail,
  type InboxListRow,
} from './inbox-rows.ts';
export { countDeadLetters, discardDeadLetter, replayDeadLetter, replayDeadLetters } from './dead-letters.ts';
export {
  GROUP_POSITION,
  groupErrors,
  listCallsOfGroup,
  listDeadLetterGroups,
  positionOfGroup,
  type CallOfGroup,
  type DeadLetterGroup,
} from './group-errors.ts';
export {
  claimCallbackTest,
  deleteOldCallbackTests,
  discardTestCallback,
  findCallbackTest,
  requestCallbackTest,
  settleCallbackTest,
  type CallbackTest,
} from './callback-tests.ts';
export { fingerprintStopped } from './error-fingerprints.ts';
export { countQuarantined, decideQuarantined, decideQuarantinedRow, type QuarantineDecision } from './quarantine.ts';
export type { ChangeOutcome } from './stopped-callbacks.ts';
export { listUnappliedCallbacks, type UnappliedCallback } from './list-unapplied-callbacks.ts';
export { callbackJobs, recordObservations, type Observation, type ObservationParts } from './record-observations.ts';
export { searchInbox, type SearchPage } from './search-inbox.ts';
export { indexInbox } from './search-words.ts';
