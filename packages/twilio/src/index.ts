export {
  openSignatureCheck,
  signedParts,
  sortPairs,
  type Pair,
  type SignatureCheck,
  type SignatureVerdict,
  type SignedRequest,
} from './signature.ts';
export { candidateTwiml, routingTwiml, emptyTwiml, apologyTwiml, type RoutingConfig } from './twiml.ts';
export { withOverrides } from './connection-overrides.ts';
export { openTwilio, type TwilioOptions, type TwilioRest } from './rest/open-twilio.ts';
export { checkTwilioCredentials, twilioRestEnv, type TwilioRestConfig } from './rest/twilio-rest-env.ts';
export {
  SubmissionUnknownError,
  TwilioAnswerError,
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  TwilioUnavailableError,
} from './rest/rest-errors.ts';
export type { TelephonyProvider } from './telephony-provider.ts';
export type { CallToPlace } from './rest/create-call.ts';
export { CURRENT_RECORDING, type WantedRecordingStatus } from './rest/control-recording.ts';
export type { ConferenceResource, ParticipantResource } from './rest/conference-resource.ts';
export type { CallEvent } from './rest/call-event.ts';
export type { CallResource } from './rest/call-resource.ts';
export type { CallFilter, ConferenceFilter, RecordingFilter } from './rest/list-filters.ts';
export type { Page } from './rest/list-pages.ts';
export type { RecordingResource } from './rest/recording-resource.ts';
export type { RequestReport } from './rest/request-budget.ts';
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
