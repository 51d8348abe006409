import { recordingStatus, type RecordingCommand, type RecordingStatus } from '@trunkline/telephony/live-control';

/** A recording of a live call as Twilio shows it. */
export type SeenRecording = { sid: string; status: string };

/** What to ask Twilio for: a new recording, or another status of these. */
export type RecordingOrder =
  | { ask: 'start' }
  | { ask: 'change'; sids: string[]; to: 'paused' | 'in-progress' | 'stopped' }
  | { ask: 'nothing' }
  | { ask: 'impossible' };

/**
 * What a command still needs, by what was seen of all recordings of the call: a pause is for every recording that runs, a
 * resume for those that are paused and never for one that was stopped.
 */
export function planRecording(command: RecordingCommand, seen: readonly SeenRecording[]): RecordingOrder {
  if (isCarriedOut(command, seen)) return { ask: 'nothing' };
  if (command === 'start') return { ask: 'start' };
  const sids = seen
    .filter(({ status }) => CHANGES[command].from.includes(recordingStatus(status)))
    .map(({ sid }) => sid);
  return sids.length === 0 ? { ask: 'impossible' } : { ask: 'change', sids, to: CHANGES[command].to };
}

const CHANGES: Record<
  Exclude<RecordingCommand, 'start'>,
  { from: RecordingStatus[]; to: 'paused' | 'in-progress' | 'stopped' }
> = {
  pause: { from: ['recording'], to: 'paused' },
  resume: { from: ['paused'], to: 'in-progress' },
  stop: { from: ['recording', 'paused'], to: 'stopped' },
};

/** Whether what was seen is what the command is to bring about. That Twilio answered 200 proves nothing. */
export function isCarriedOut(command: RecordingCommand, seen: readonly SeenRecording[]): boolean {
  const now = (status: RecordingStatus) => seen.some((recording) => recordingStatus(recording.status) === status);
  if (command === 'stop') return !now('recording') && !now('paused');
  if (command === 'pause') return now('paused') && !now('recording');
  return now('recording') && (command === 'start' || !now('paused'));
}
