import { recordingStatus, type RecordingCommand, type RecordingStatus } from '@trunkline/telephony/live-control';

/** A recording of a live call as Twilio shows it. */
export type ObservedRecording = { sid: string; status: string };

/** What to request from Twilio: a new recording, or another status of these. */
export type RecordingPlan =
  | { request: 'start' }
  | { request: 'change'; sids: string[]; to: 'paused' | 'in-progress' | 'stopped' }
  | { request: 'nothing' }
  | { request: 'impossible' };

/**
 * What a command still needs, given all recordings of the call: a pause is for every recording that runs, a resume for
 * those that are paused and never for one that was stopped.
 */
export function planRecording(command: RecordingCommand, observed: readonly ObservedRecording[]): RecordingPlan {
  if (isCarriedOut(command, observed)) return { request: 'nothing' };
  if (command === 'start') return { request: 'start' };
  const sids = observed
    .filter(({ status }) => CHANGES[command].from.includes(recordingStatus(status)))
    .map(({ sid }) => sid);
  return sids.length === 0 ? { request: 'impossible' } : { request: 'change', sids, to: CHANGES[command].to };
}

const CHANGES: Record<
  Exclude<RecordingCommand, 'start'>,
  { from: RecordingStatus[]; to: 'paused' | 'in-progress' | 'stopped' }
> = {
  pause: { from: ['recording'], to: 'paused' },
  resume: { from: ['paused'], to: 'in-progress' },
  stop: { from: ['recording', 'paused'], to: 'stopped' },
};

/** Whether the observed recordings are as the command wants them. Twilio's answer 200 alone proves nothing. */
export function isCarriedOut(command: RecordingCommand, observed: readonly ObservedRecording[]): boolean {
  const now = (status: RecordingStatus) => observed.some((recording) => recordingStatus(recording.status) === status);
  if (command === 'stop') return !now('recording') && !now('paused');
  if (command === 'pause') return now('paused') && !now('recording');
  return now('recording') && (command === 'start' || !now('paused'));
}
