export { foldRecordings, type RecordingState } from './fold-recordings.ts';
export { FINAL_RECORDING_STATUSES, isRecordingEnd } from './recording-status.ts';
