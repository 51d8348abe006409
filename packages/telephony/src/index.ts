export { findShapeFault } from './callback-shape.ts';
export { dedupeKey } from './dedupe-key.ts';
export { detectDirection, outsideNumber, type Direction, type OwnedNumbers } from './direction.ts';
export { DELIVERY_WINDOW_SECONDS, expectedCallbacks, type ExpectedCallback } from './expected-callbacks.ts';
export { explainCall } from './explain/explain-call.ts';
export { isFinding, type Explanation } from './explain/explanation.ts';
export { renderExplanation } from './explain/render-explanation.ts';
export type { CallStory, StoryCall, StoryGap, StoryLeg, StoryRecording, StoryRow } from './explain/story.ts';
export { FACT_KINDS, factKind, type FactKind, type Fields } from './fact-kind.ts';
export type { Fact, FactSource, StoredCallback } from './fact.ts';
export { foldCall, isFromRest, type CallState } from './fold-call.ts';
export { foldRecordings, type RecordingState } from './fold-recordings.ts';
export { eventType, judgeFact, type Verdict } from './judge-fact.ts';
export { readFact } from './read-fact.ts';
export { endedAt } from './read-resource.ts';
export { callSnapshot, liveRecordingSnapshot, recordingSnapshot, type Snapshot } from './snapshot.ts';
export { dropSnapshot, type CallDrop } from './call-drop.ts';
export { dialableNumber, displayNumber, externalNumber, numberCountry } from './phone-number.ts';
export { CALL_SID, CONFERENCE_SID, RECORDING_SID } from './sid.ts';
export {
  isCallStatus,
  isTerminal,
  statusRank,
  CALL_STATUSES,
  STATUS_WORDS,
  TWILIO_STATUSES,
  type CallStatus,
  type Dropper,
} from './status.ts';
export { storableBytes, storableText } from './storable-text.ts';
export { parseTwilioTime } from './twilio-time.ts';
export { overdueCheck, dueAfterSec, dueInSec, type Patience } from './overdue-check.ts';
export {
  classifyGap,
  GAP_CLASSES,
  isRequestFor,
  sentRequests,
  settleGap,
  type GapClass,
  type SentRequest,
} from './gap.ts';
export { callbackName } from './callback-name.ts';
export { interviewIdOf, readInterviewFact, type InterviewFact } from './interview/interview-fact.ts';
export { readInterviewRequest, type InterviewRequest } from './interview/interview-request.ts';
export { foldInterview, type InterviewState } from './interview/fold-interview.ts';
export type { AnswerState } from './interview/fold-answers.ts';
export { nextStep, type InterviewPlan, type InterviewStep, type Opening } from './interview/next-step.ts';
export {
  confirms,
  nextRecordingState,
  RECORDING_COMMANDS,
  recordingStatus,
  type RecordingCommand,
  type RecordingStatus,
  type RecordingStep,
} from './recording-control.ts';
export {
  isOpenSiren,
  nextSirenState,
  SIREN_ACTIONS,
  SIREN_STATUSES,
  SIREN_TYPES,
  type SirenAction,
  type SirenStatus,
  type SirenStep,
  type SirenType,
} from './siren.ts';
export { mergeLegs, type MergedTimes, type TimedLeg } from './merge-legs.ts';
export { messageText, type WrittenCall } from './message-text.ts';
export { readConsent, type ConsentAnswer } from './consent.ts';
export { nextConsentStep, type ConsentSaid, type ConsentStep } from './consent-step.ts';
export { foldConsent, type CallConsent } from './fold-consent.ts';
