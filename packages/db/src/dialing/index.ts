export {
  INTENT_STATES,
  createCallIntent,
  findCallIntent,
  cancelCallIntent,
  type CallIntent,
  type IntentState,
  type IntentToCreate,
} from './call-intents.ts';
export { claimDueIntents } from './claim-due-intents.ts';
export { beginSubmission, type StartedSubmission } from './begin-submission.ts';
export { recordSubmission, type SubmissionOutcome } from './record-submission.ts';
export { recordLeg } from './record-leg.ts';
export { attachIntents, type CallOfIntent } from './attach-intents.ts';
export { resolveIntent, type Resolution } from './resolve-intent.ts';
export { deferIntent } from './defer-intent.ts';
export { markSubmissionUnknown } from './mark-submission-unknown.ts';
export { listCompetingIntents, type CompetingIntents } from './list-competing-intents.ts';
export { listCallIntents, type IntentFilter } from './list-call-intents.ts';
export { changeOrder, createOrder, findOrder, listOrders, type OrderRow } from './orders.ts';
export {
  cancelScheduledCall,
  findOrderCall,
  readPartyNumbers,
  scheduleCall,
  startCall,
  type LegToDial,
  type OrderCall,
  type PartyNumbers,
} from './scheduled-calls.ts';
export { endLoneLegs, expireScheduledCalls, finishUnplacedCalls, listDueCalls, type DueCall } from './run-schedule.ts';
