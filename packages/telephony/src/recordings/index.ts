export { foldRecordings, type RecordingState } from './fold-recordings.ts';
