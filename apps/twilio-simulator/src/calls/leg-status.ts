import type { Params } from '../delivery/callback.ts';
import { finishRecordings, recordingDetails } from '../recordings/record-leg.ts';
import { type CallStatus, type Direction, type EndedBy, isTerminal, newCallRecord } from '../truth/call-record.ts';
import type { Party } from '../truth/party.ts';
import { eventOf, statusCallback } from './call-payloads.ts';
import { openInterruption } from './interruption.ts';
import type { Leg, Subscription } from './leg.ts';
import type { CallSession } from './session.ts';

interface LegPlan {
  from: Party;
  to: Party;
  direction: Direction;
  parentCallSid?: string;
  subscription?: Subscription | undefined;
}

/** Adds a leg to its session, to the truth and to the live calls. */
export function openLeg(session: CallSession, { from, to, direction, parentCallSid, subscription }: LegPlan): Leg {
  const record = newCallRecord({
    sid: `CA${session.random.hex(32)}`,
    accountSid: session.account.sid,
    parentCallSid: parentCallSid ?? null,
    from: from.address,
    to: to.address,
    direction,
    scenario: session.scenario,
    createdAt: session.clock.now(),
  });
  session.truth.addCall(record);
  const { interruption } = session;
  const own = parentCallSid === undefined ? interruption : openInterruption(interruption.stop, interruption);
  const leg: Leg = { record, from, to, subscription, callbacksSent: 0, interruption: own, recordings: [] };
  session.legs.push(leg);
  session.live.set(record.sid, { session, leg });
  return leg;
}

/** Sets the status in the leg's record, sends the status callback, and ends recordings with the leg. */
export function setStatus(session: CallSession, leg: Leg, status: CallStatus, details: Params = {}): void {
  const at = session.clock.now();
  if (status === 'in-progress') leg.answeredAt = session.clock.elapsed();
  if (status === 'completed' && session.isCompressed) leg.record.talkedSeconds = talkedSeconds(session, leg);
  session.truth.moveCall(leg.record, status, at);
  sendStatusCallback(session, leg, status, details, at);
  if (!isTerminal(status)) return;
  session.live.delete(leg.record.sid);
  finishRecordings(session, leg);
}

/** Seconds since the answer. */
export const talkedSeconds = ({ clock }: CallSession, { answeredAt }: Leg): number =>
  clock.elapsed() - (answeredAt ?? clock.elapsed());

function sendStatusCallback(session: CallSession, leg: Leg, status: CallStatus, details: Params, at: number): void {
  const event = eventOf(status);
  if (!leg.subscription || !event || !leg.subscription.events.has(event)) return;
  const { url, method } = leg.subscription;
  const params = statusCallback(leg, status, leg.callbacksSent++, at, details);
  session.callbacks.send({ kind: 'status', callSid: leg.record.sid, url, method, params });
}

/** Ends a leg in whatever status it is: `completed` if it was answered, `canceled` otherwise. */
export function endLeg(session: CallSession, leg: Leg, by: EndedBy, details: Params = {}): void {
  const { record } = leg;
  if (isTerminal(record.status)) return;
  record.endedBy = by;
  const isAnswered = record.status === 'in-progress';
  const isPlaced = record.direction === 'outbound-api';
  // Twilio sends no callback for a call that is canceled while queued.
  const reported = isPlaced && record.startedAt === null ? { ...leg, subscription: undefined } : leg;
  setStatus(session, reported, isAnswered ? 'completed' : 'canceled', {
    ...(isPlaced && { SipResponseCode: isAnswered ? '200' : '487' }),
    ...(isAnswered && { ...details, ...recordingDetails(session, leg) }),
  });
}
