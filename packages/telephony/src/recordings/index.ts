export {
  CUSTODY_MACHINE,
  CUSTODY_STATES,
  FINISHED_RECORDING_STATUSES,
  SETTLED_CUSTODY,
  UNFETCHED_CUSTODY,
  type Custody,
  type CustodyChange,
  type CustodyStep,
  type StoredObject,
} from './custody.ts';
export { addStep, afterFault, type FetchFault, type MediaFault } from './custody-step.ts';
export { foldRecordings, type RecordingState } from './fold-recordings.ts';
