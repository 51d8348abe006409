import type { Params } from '../delivery/callback.ts';
import { billedMinutes, type CallStatus, isTerminal } from '../truth/call-record.ts';
import { twilioDate } from '../twilio-date.ts';
import { callParameters, type Ends } from './call-parameters.ts';

export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

/** The event that a status is reported by; `queued` is reported by none. */
export function eventOf(status: CallStatus): StatusEvent | undefined {
  if (status === 'queued') return undefined;
  if (status === 'in-progress') return 'answered';
  return isTerminal(status) ? 'completed' : status;
}

/** A call progress callback. `details` are what only some calls tell, such as `SipResponseCode`. */
export function statusCallback(ends: Ends, status: CallStatus, sequence: number, at: number, details: Params): Params {
  return {
    ...callParameters(ends, status),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    Timestamp: twilioDate(at),
    ...(isTerminal(status) && durations(ends.record.durationSeconds ?? 0)),
    ...details,
  };
}

/** `CallDuration` in seconds, `Duration` in billed minutes. */
const durations = (seconds: number): Params => ({
  CallDuration: String(seconds),
  Duration: String(billedMinutes(seconds)),
});
