import type { CallCommand } from '@trunkline/db/live-control';
import {
  CONFIRM_WITHIN_SECONDS,
  isOpenCommand,
  nextRecordingState,
  type RecordingCommand,
  type RecordingStatus,
} from '@trunkline/telephony/live-control';

type LastCommand = Pick<CallCommand, 'kind' | 'state' | 'requestedAt'>;

const LEADS_TO: Record<string, RecordingStatus> = {
  recording_start: 'recording',
  recording_pause: 'paused',
  recording_resume: 'recording',
  recording_stop: 'stopped',
};

/** The desired state of a recording: that of the open command, or the observed one without an open command. */
export function desiredRecording(
  last: LastCommand | undefined,
  observed: RecordingStatus | null,
): RecordingStatus | null {
  return last && isOpenCommand(last) ? (LEADS_TO[last.kind] ?? null) : observed;
}

/** What to do with a request: wait for the open command, create a new one, or refuse. */
export type RecordingDecision =
  | { is: 'under-way' }
  | { is: 'new' }
  | { is: 'refused'; current: RecordingStatus; allowed: RecordingCommand[] };

/**
 * Decides by the desired state, since commands run one after the other. Only a start needs the observed state: while a stop
 * is not confirmed, a start would continue the recording that was stopped.
 */
export function decideRecording(
  verb: RecordingCommand,
  last: LastCommand | undefined,
  observed: RecordingStatus | null,
): RecordingDecision {
  if (last && isOpenCommand(last) && last.kind === `recording_${verb}`) return { is: 'under-way' };
  const desired = desiredRecording(last, observed);
  const step = nextRecordingState(desired, verb);
  if ('allowed' in step) return { is: 'refused', current: desired ?? 'stopped', allowed: step.allowed };
  if (verb === 'start' && last && isOpenCommand(last))
    return { is: 'refused', current: observed ?? 'stopped', allowed: ['stop'] };
  return { is: 'new' };
}

/** The warning while a recording may run that should not. */
export const STILL_RECORDING = 'STILL RECORDING';

/** True if a pause or stop has not been confirmed in time. */
export function isStillRecording(last: LastCommand | undefined, now: Date): boolean {
  if (!last || !isOpenCommand(last)) return false;
  const isToEnd = last.kind === 'recording_pause' || last.kind === 'recording_stop';
  return isToEnd && now.getTime() - last.requestedAt.getTime() >= CONFIRM_WITHIN_SECONDS * 1000;
}
