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

/** What a recording ought to be: where the last order leads to while it is under way, else what was seen. */
export function desiredRecording(
  last: LastCommand | undefined,
  observed: RecordingStatus | null,
): RecordingStatus | null {
  return last && isOpenCommand(last) ? (LEADS_TO[last.kind] ?? null) : observed;
}

/** What to do about an order: nothing new where it is under way, a new one, or why not. */
export type RecordingDecision =
  | { is: 'under-way' }
  | { is: 'new' }
  | { is: 'refused'; current: RecordingStatus; allowed: RecordingCommand[] };

/**
 * Decides by what is wanted, since orders are carried out one after the other. Only a start waits for what is seen: while
 * a stop is not seen to work, starting would let go on what somebody stopped.
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

/** What must be said while something that ought not to be recorded may be. */
export const STILL_RECORDING = 'STILL RECORDING';

/** True of a pause or a stop that was not seen to work in time. */
export function isStillRecording(last: LastCommand | undefined, now: Date): boolean {
  if (!last || !isOpenCommand(last)) return false;
  const isToEnd = last.kind === 'recording_pause' || last.kind === 'recording_stop';
  return isToEnd && now.getTime() - last.requestedAt.getTime() >= CONFIRM_WITHIN_SECONDS * 1000;
}
