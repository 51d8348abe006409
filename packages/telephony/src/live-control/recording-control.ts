/** Whether a call is recorded just now; null in a call's row is a call that never was. */
export const RECORDING_STATUSES = ['recording', 'paused', 'stopped'] as const;
export type RecordingStatus = (typeof RECORDING_STATUSES)[number];

export const RECORDING_COMMANDS = ['start', 'pause', 'resume', 'stop'] as const;
export type RecordingCommand = (typeof RECORDING_COMMANDS)[number];

/** Where a command leads, or what may be asked instead. */
export type RecordingStep = { status: RecordingStatus } | { allowed: RecordingCommand[] };

/** What was stopped is never resumed: whoever stopped it relies on that. Starting again is a recording of its own. */
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

/** Whether what was observed proves that a command was carried out. That Twilio answered 200 proves nothing. */
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
