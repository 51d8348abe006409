export { callDropSnapshot, type CallDrop } from './call-drop.ts';
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
