export { saveRecordings } from './save-recordings.ts';
export { claimDueRecordings, measureRecordings } from './due-recordings.ts';
export { claimRecording, renewRecording, type ClaimedRecording } from './claim-recording.ts';
export { settleRecording } from './settle-recording.ts';
export {
  listOutdatedRecordings,
  expireRecording,
  listRecordingsToDelete,
  recordRemoteDeletion,
} from './stored-recordings.ts';
export {
  countRecordings,
  findMedia,
  findPeaks,
  findRecording,
  findRecordingDetail,
  listRecordings,
  listRecordingsOfCalls,
  type Media,
  type RecordingDetail,
  type RecordingOfParties,
} from './list-recordings.ts';
export { listTwilioRecordings } from './list-twilio-recordings.ts';
