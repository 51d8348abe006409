export {
  cancelCallIntent,
  createCallIntent,
  findCallIntent,
  listCallIntents,
  type CallIntent,
  type IntentFilter,
  type IntentToCreate,
} from './call-intents.ts';
export { addDialApproval, DialApprovalError, listDialApprovals, type DialApproval } from './dial-approvals.ts';
export { DialCapError, NO_CAPS, type DialGuard, type ReachedCap } from './dial-caps.ts';
export { claimDueIntents } from './claim-due-intents.ts';
export { beginSubmission, type StartedSubmission } from './begin-submission.ts';
export { deferIntent, markSubmissionUnknown, recordSubmission, type SubmissionOutcome } from './record-submission.ts';
export { recordLeg } from './record-leg.ts';
export { attachIntents, type CallOfIntent } from './attach-intents.ts';
export { resolveIntent, type Resolution } from './resolve-intent.ts';
export { listCompetingIntents, type CompetingIntents } from './list-competing-intents.ts';
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
