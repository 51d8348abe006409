export { saveRecordings } from './save-recordings.ts';
export { claimDueRecordings } from './claim-due-recordings.ts';
export { claimRecording, renewRecording, type ClaimedRecording } from './claim-recording.ts';
export {
  settleRecording,
  CUSTODY_STATES,
  type Custody,
  type CustodyChange,
  type CustodyStep,
  type KeptObject,
} from './settle-recording.ts';
export { measureRecordings } from './measure-recordings.ts';
export {
  listOutdatedRecordings,
  expireRecording,
  listRecordingsToDelete,
  recordRemoteDeletion,
} from './stored-recordings.ts';
export {
  countRecordings,
  findRecording,
  findRecordingDetail,
  listRecordings,
  type RecordingDetail,
} from './list-recordings.ts';
export { findMedia, type Media } from './find-media.ts';
export { listTwilioRecordings } from './list-twilio-recordings.ts';
