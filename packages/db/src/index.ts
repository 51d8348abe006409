export { openDatabase, isTransient, LoginRefusedError, type Database, type Queryable } from './open-database.ts';
export { withActor, unscoped, type Scoped, type Weakening } from './with-actor.ts';
export { checkApiRole } from './check-api-role.ts';
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
export { findCall, listCallEvents, listCallLegs } from './views/find-call.ts';
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
export { listKnownCalls } from './sql/list-known-calls.ts';
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
  keepSyncRun,
  recordSyncProgress,
  finishSyncRun,
  type ClaimedSyncRun,
  type SyncCounts,
  type SyncProgress,
  type SyncRun,
} from './stores/sync-runs.ts';
export { listenTo } from './listen-to.ts';
export { listenToCalls } from './listen-to-calls.ts';
export { STREAM_CHANNEL } from './sql/wake-stream.ts';
export { numberStreamEvents } from './sql/number-stream-events.ts';
export { readStreamBounds, type StreamBounds } from './sql/read-stream-bounds.ts';
export { listStreamAudience } from './sql/list-stream-audience.ts';
export { forgetStreamEvents } from './sql/forget-stream-events.ts';
export { forgetIdempotencyKeys } from './sql/forget-idempotency-keys.ts';
export { listStreamEvents, type StreamEvent } from './views/list-stream-events.ts';
export { listGaps, type GapFilter, type GapRow } from './views/list-gaps.ts';
export { readReconciliation, type Reconciliation } from './views/read-reconciliation.ts';
export {
  INTENT_STATES,
  createCallIntent,
  findCallIntent,
  cancelCallIntent,
  type CallIntent,
  type IntentState,
  type IntentToCreate,
} from './stores/call-intents.ts';
export { claimDueIntents } from './sql/claim-due-intents.ts';
export { beginSubmission, type Begun } from './sql/begin-submission.ts';
export { recordSubmission, type SubmissionOutcome } from './sql/record-submission.ts';
export { recordLeg } from './sql/record-leg.ts';
export { attachIntents, type ToldIntent } from './sql/attach-intents.ts';
export { resolveIntent, type Resolution } from './sql/resolve-intent.ts';
export { deferIntent } from './sql/defer-intent.ts';
export { loseTrack } from './sql/lose-track.ts';
export { readRivals, type Rivals } from './views/read-rivals.ts';
export { listCallIntents, type IntentFilter } from './views/list-call-intents.ts';
export { claimDueAnswers } from './sql/claim-due-answers.ts';
export { claimDueResults } from './sql/claim-due-results.ts';
export { findAnswer, type Answer } from './sql/find-answer.ts';
export {
  closeAnswer,
  giveUpScore,
  postponeAnswer,
  saveScore,
  saveTranscript,
  type ScoreToSave,
} from './sql/save-answer.ts';
export { findInterviewScores, type InterviewScores, type QuestionOutcome } from './sql/find-interview-scores.ts';
export { forgoResult, postponeResult, saveResult, type ResultToSave } from './sql/save-result.ts';
export { openEffect, type Effect, type Opened } from './sql/open-effect.ts';
export { recordLostAnswer, recordModelAnswer, recordRefusal, retireEffects } from './sql/close-effect.ts';
export { claimDueRecordings } from './sql/claim-due-recordings.ts';
export { claimRecording, renewRecording, type ClaimedRecording } from './sql/claim-recording.ts';
export {
  settleRecording,
  CUSTODY_STATES,
  type Custody,
  type CustodyChange,
  type CustodyStep,
  type KeptObject,
} from './sql/settle-recording.ts';
export { measureRecordings } from './sql/measure-recordings.ts';
export {
  listOutdatedRecordings,
  expireRecording,
  listRecordingsToDelete,
  recordRemoteDeletion,
} from './stores/stored-recordings.ts';
export {
  countRecordings,
  findRecording,
  findRecordingDetail,
  listRecordings,
  type RecordingDetail,
} from './views/list-recordings.ts';
export { findMedia, type Media } from './views/find-media.ts';
export { recordInterviewFacts } from './stores/record-interview-facts.ts';
export type { InterviewFactToSave } from './sql/append-interview-facts.ts';
export { findInterviewsOfCalls } from './sql/find-interviews-of-calls.ts';
export { findInterviewScript } from './views/find-interview-script.ts';
export { findCandidate, saveCandidate, type CandidateRow } from './stores/candidates.ts';
export {
  dropInterviewTemplate,
  findInterviewTemplate,
  listInterviewTemplates,
  saveInterviewTemplate,
  type InterviewTemplateRow,
} from './stores/interview-templates.ts';
export { createInterview } from './stores/create-interview.ts';
export { recordDecision, requestRescore } from './stores/judge-interview.ts';
export { findInterview, type InterviewDetail, type InterviewResponseRow } from './views/find-interview.ts';
export { readTemplateAnalytics } from './views/read-template-analytics.ts';
export { listTwilioRecordings } from './views/list-twilio-recordings.ts';
export { findCallId } from './views/find-call-id.ts';
export { answerSiren, raiseSiren, SIREN_EVENTS } from './stores/sirens.ts';
export { alertSirensAgain } from './sql/alert-sirens-again.ts';
export { measureNotices } from './sql/measure-notices.ts';
export {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  listActiveEndpoints,
  listWebhookEndpoints,
  type WebhookEndpoint,
} from './stores/webhook-endpoints.ts';
export {
  addTestDelivery,
  findWebhookDelivery,
  listWebhookDeliveries,
  retryDelivery,
  type WebhookDelivery,
} from './stores/webhook-deliveries.ts';
export { moveStreamCursor, takeStreamCursor } from './sql/move-stream-cursor.ts';
export { addDeliveries } from './sql/add-deliveries.ts';
export { claimDueDeliveries, type DueDelivery } from './sql/claim-due-deliveries.ts';
export { beginDelivery, type BegunDelivery } from './sql/begin-delivery.ts';
export { settleDelivery, type DeliveryOutcome } from './sql/settle-delivery.ts';
export { forgetDeliveries } from './sql/forget-deliveries.ts';
export { findOpenSiren, findSiren, listSirens, type Siren, type VersionedSiren } from './views/find-sirens.ts';
export {
  createApiKey,
  findApiKey,
  findLiveApiKey,
  listApiKeys,
  recordKeyUse,
  revokeApiKey,
  type ApiKeyRow,
} from './stores/api-keys.ts';
export { createLoginLink, useLoginLink } from './stores/login-links.ts';
export { endSession, findLiveSession, openSession, recordSessionUse } from './stores/sessions.ts';
export {
  changeProfile,
  createProfile,
  findPasswordHash,
  findProfile,
  findProfileByName,
  listProfiles,
  type ProfileRow,
} from './stores/profiles.ts';
export { changeOrder, createOrder, findOrder, listOrders, type OrderRow } from './stores/orders.ts';
export { appendAudit } from './sql/append-audit.ts';
export { readAuditChain, type AuditLink } from './views/read-audit-chain.ts';
export { listAudit } from './views/list-audit.ts';
export {
  countConversations,
  findConversation,
  listConversations,
  type ConversationRow,
  type LastMessageRow,
} from './views/list-conversations.ts';
export { listMessages, type MessageRow } from './views/list-messages.ts';
export { POSITION } from './views/latest-first.ts';
export { listCalls, type CallListRow } from './views/list-calls.ts';
export type { CallFilter } from './views/call-filter.ts';
export { listCallLogs } from './views/list-call-logs.ts';
export { findCampaignScript } from './views/find-campaign-script.ts';
export { findCampaign, listCampaigns } from './views/list-campaigns.ts';
export { saveCampaign } from './stores/campaigns.ts';
export { listCallAttempts } from './views/list-call-attempts.ts';
export { findContact, listContacts, type ContactRow } from './views/list-contacts.ts';
export { listCandidates } from './views/list-candidates.ts';
export {
  findControlledCall,
  findCommand,
  findLastCommand,
  isOpenCommand,
  requestCommand,
  type CallCommand,
  type CommandKind,
  type ControlledCall,
} from './stores/call-commands.ts';
export {
  cancelScheduledCall,
  findOrderCall,
  readPartyNumbers,
  scheduleCall,
  startCall,
  type LegToDial,
  type OrderCall,
  type PartyNumbers,
} from './stores/scheduled-calls.ts';
export { storeSnapshots, type StoredSnapshot } from './stores/store-snapshots.ts';
export { attachLegs } from './sql/attach-legs.ts';
export { placeConferences, type ToldConference } from './sql/place-conferences.ts';
export { claimCommands, type ClaimedCommand, type CommandResult } from './sql/claim-commands.ts';
export { settleCommand, type CommandOutcome } from './sql/settle-command.ts';
export { CONFIRM_WITHIN_SECONDS, warnUnconfirmed } from './sql/warn-unconfirmed.ts';
export { listCallsToEnd, type CallToEnd } from './sql/list-calls-to-end.ts';
export {
  endLoneLegs,
  expireOrderCalls,
  finishUnplacedCalls,
  listDueCalls,
  type DueCall,
} from './sql/tend-order-calls.ts';
export { readCallControl, type CallControl } from './views/read-call-control.ts';
