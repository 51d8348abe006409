export { candidateTwiml, routeTwiml, emptyTwiml, apologyTwiml } from './twiml.ts';
export { routeCall, type CallRoute, type RoutingConfig } from './route-call.ts';
export { interviewApologyTwiml, interviewTwiml, type InterviewScript } from './interview-twiml.ts';
export { interviewUrls } from './interview-urls.ts';
export { INTERVIEW_LANGUAGES, interviewPrompts } from './prompts/interview-prompts.ts';
export { conferenceTwiml, type ConferenceEntry } from './conference-twiml.ts';
export {
  consentQuestionTwiml,
  consentRefusedTwiml,
  consentStatementTwiml,
  type ConsentQuestion,
  type ConsentStatement,
} from './consent-twiml.ts';
export { consentTwiml, type CampaignScript } from './consent-flow.ts';
export { orderCallTwiml, orderCallUrls, planLegs } from './order-call.ts';
