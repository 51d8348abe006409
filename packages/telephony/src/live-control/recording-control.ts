/** Whether a call is being recorded; null in a row of a call that never was. */
export const RECORDING_STATUSES = ['recording', 'paused', 'stopped'] as const;
export type RecordingStatus = (typeof RECORDING_STATUSES)[number];

export const RECORDING_COMMANDS = ['start', 'pause', 'resume', 'stop'] as const;
export type RecordingCommand = (typeof RECORDING_COMMANDS)[number];

/** Where a command leads, or which commands are allowed instead. */
export type RecordingStep = { status: RecordingStatus } | { allowed: RecordingCommand[] };

/** A stopped recording is never resumed: the user who stopped it relies on that. Starting again makes another recording. */
const STEPS: Record<RecordingStatus, Partial<Record<RecordingCommand, RecordingStatus>>> = {
  stopped: { start: 'recording' },
  recording: { pause: 'paused', stop: 'stopped' },
  paused: { resume: 'recording', stop: 'stopped' },
};

/** The step of a command from where the recording of a call stands. */
export function nextRecordingState(current: RecordingStatus | null, command: RecordingCommand): RecordingStep {
  const steps = STEPS[current ?? 'stopped'];
  const status = steps[command];
  return status === undefined ? { allowed: RECORDING_COMMANDS.filter((one) => one in steps) } : { status };
}

/** Whether an observation proves that a command was carried out. Twilio's answer 200 proves nothing. */
export const confirms = (command: RecordingCommand, observed: RecordingStatus | null): boolean =>
  observed === PROVEN_BY[command];

const PROVEN_BY: Record<RecordingCommand, RecordingStatus> = {
  start: 'recording',
  pause: 'paused',
  resume: 'recording',
  stop: 'stopped',
};

/** Twilio's word for a recording's status as ours. */
export function recordingStatus(word: string): RecordingStatus {
  if (word === 'paused') return 'paused';
  return word === 'in-progress' || word === 'started' || word === 'resumed' ? 'recording' : 'stopped';
}
