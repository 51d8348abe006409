export { problem, type ProblemAnswer } from './problem.ts';
export { siren, sirenPage, sirenQuery, sirenResolution, sirenToRaise } from './siren.ts';
export {
  newWebhookEndpoint,
  webhookDeliveriesPage,
  webhookDeliveriesQuery,
  webhookDelivery,
  webhookEndpoint,
  webhookEndpointBody,
  webhookEndpointChange,
  webhookEndpointsPage,
  webhookEndpointsQuery,
} from './webhooks.ts';
export { anything, listOf, nothing, page, rowId, timestamp } from './answer-values.ts';
export { anyOf, paging, phoneNumber, storedText, time } from './request-values.ts';
export { callIntent, callIntentsPage, callIntentsQuery, dialBody } from './call-intents.ts';
export { call, callQuery } from './calls.ts';
export { candidate, candidateBody } from './candidates.ts';
export { explainQuery, explanation } from './explanation.ts';
export { deadLettersPage, deadLettersQuery, inboxDetail, inboxPage, inboxQuery, type InboxQuery } from './inbox.ts';
export { template, templateAnalytics, templateBody, templateList, versionQuery } from './interview-templates.ts';
export {
  decisionAnswer,
  decisionBody,
  flowAnswer,
  flowBody,
  interviewFlow,
  interviewResults,
  rescoreAnswer,
  triggerAnswer,
  triggerBody,
  type TriggerBody,
} from './interviews.ts';
export { gapsPage, gapsQuery, reconciliation } from './reconciliation.ts';
export {
  availabilityPage,
  availabilityQuery,
  recording,
  twilioRecordingsPage,
  twilioRecordingsQuery,
} from './recordings.ts';
export { replayAnswer, replayOneAnswer, replayRequest, type ReplayRequest } from './replay.ts';
export { syncDone, syncRun, syncUnderWay } from './sync.ts';
export { twilioDebug } from './twilio-debug.ts';
export { account, accountChange, done, loginBody, loginLinkQuery, passwordChange } from './account.ts';
export { apiKey, apiKeyBody, apiKeysPage, apiKeysQuery, newApiKeyAnswer } from './keys.ts';
export { auditPage, auditQuery } from './audit.ts';
export { order, orderBody, orderChange, ordersPage, ordersQuery } from './orders.ts';
export { user, userBody, userChange, usersPage, usersQuery } from './users.ts';
export { conversation, conversationsPage, conversationsQuery, messagesPage, messagesQuery } from './conversations.ts';
export { callsPage, callsQuery } from './call-list.ts';
export { eventsQuery, eventStats, streamEvent } from './events.ts';
export { callLogsPage, callLogsQuery } from './call-logs.ts';
export { campaign, campaignBody, campaignsPage, campaignsQuery } from './campaigns.ts';
export { callAttemptsPage, callAttemptsQuery } from './call-attempts.ts';
export { contact, contactsPage, contactsQuery } from './contacts.ts';
export { candidatesPage, candidatesQuery } from './candidate-list.ts';
export { callControl, callToSchedule, dropBody, droppedCall, recordingControl, scheduledCall } from './live-calls.ts';
