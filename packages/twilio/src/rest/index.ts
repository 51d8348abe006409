export { openTwilio, type TwilioAccount, type TwilioOptions, type TwilioRest } from './open-twilio.ts';
export { checkTwilioCredentials, twilioRestEnv, type TwilioRestConfig } from './twilio-rest-env.ts';
export {
  SubmissionUnknownError,
  TwilioAnswerError,
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  TwilioUnavailableError,
} from './rest-errors.ts';
export type { CallToPlace } from './resources/create-call.ts';
export { CURRENT_RECORDING, type WantedRecordingStatus } from './resources/control-recording.ts';
export type { ConferenceResource, ParticipantResource } from './resources/conference-resource.ts';
export type { CallEvent } from './resources/call-event.ts';
export type { CallResource } from './resources/call-resource.ts';
export type { CallFilter, ConferenceFilter, RecordingFilter } from './resources/list-filters.ts';
export type { Page, UnreadableRow } from './list-pages.ts';
export type { RecordingResource } from './resources/recording-resource.ts';
export type { RequestReport } from './request-budget.ts';
export { describeUsage, usageFigures } from './describe-usage.ts';
