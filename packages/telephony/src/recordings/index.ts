export {
  CUSTODY_MACHINE,
  CUSTODY_STATES,
  SETTLED_CUSTODY,
  UNFETCHED_CUSTODY,
  type Custody,
  type CustodyChange,
  type CustodyStep,
  type StoredObject,
} from './custody.ts';
export { addStep, afterFault, afterStoreOutage, type FetchFault, type MediaFault } from './custody-step.ts';
export { describeLength, isLengthDifferent } from './audio-length.ts';
export { foldRecordings, type RecordingState } from './fold-recordings.ts';
export { FINAL_RECORDING_STATUSES, isRecordingEnd } from './recording-status.ts';
export { A_LAW, MU_LAW } from './g711.ts';
export { joinSpans, PEAK_POINTS, readPeaks, type RecordingPeaks } from './peaks.ts';
export { recordingIntervals, type RecordingInterval } from './recording-intervals.ts';
