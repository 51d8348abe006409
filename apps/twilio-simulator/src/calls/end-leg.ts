import type { Params } from '../delivery/callback.ts';
import { recordingDetails } from '../load/record-call.ts';
import { type EndedBy, isTerminal } from '../truth/call-record.ts';
import type { Leg } from './leg.ts';
import { report } from './report-leg.ts';
import type { Play } from './session.ts';

/** Puts an end to a leg wherever it is: before it was answered that is a cancellation. */
export function endLeg(play: Play, leg: Leg, by: EndedBy, details: Params = {}): void {
  const { record } = leg;
  if (isTerminal(record.status)) return;
  record.endedBy = by;
  const isAnswered = record.status === 'in-progress';
  const isPlaced = record.direction === 'outbound-api';
  // Taken back while it waited in the queue: Twilio tells nobody.
  const told = isPlaced && record.startedAt === null ? { ...leg, subscription: undefined } : leg;
  report(play, told, isAnswered ? 'completed' : 'canceled', {
    ...(isPlaced && { SipResponseCode: isAnswered ? '200' : '487' }),
    ...(isAnswered && { ...details, ...recordingDetails(play, leg) }),
  });
}
