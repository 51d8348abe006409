export { callDropSnapshot, type CallDrop } from './call-drop.ts';
export { MANUAL_STATUSES, manualStatusSnapshot, type ManualStatus, type ManualStatusUpdate } from './manual-status.ts';
export {
  COMMAND_KINDS,
  COMMAND_MACHINE,
  COMMAND_STATES,
  CONFIRM_WITHIN_SECONDS,
  isOpenCommand,
  OPEN_COMMAND_STATES,
  type CommandKind,
  type CommandState,
} from './command-state.ts';
export {
  confirms,
  nextRecordingState,
  RECORDING_COMMANDS,
  RECORDING_STATUSES,
  recordingStatus,
  type RecordingCommand,
  type RecordingStatus,
  type RecordingStep,
} from './recording-control.ts';
export {
  nextSirenState,
  OPEN_SIREN_STATUSES,
  SIREN_ACTIONS,
  SIREN_ALERT_SECONDS,
  SIREN_MACHINE,
  SIREN_STATUSES,
  SIREN_TYPES,
  sirenTransition,
  type SirenAction,
  type SirenStatus,
  type SirenStep,
  type SirenType,
} from './siren.ts';
