import type { Params } from '../delivery/callback.ts';
import { finishRecordings, recordingDetails } from '../recordings/record-leg.ts';
import { type CallStatus, type Direction, type EndedBy, isTerminal, newCallRecord } from '../truth/call-record.ts';
import type { Party } from '../truth/party.ts';
import { eventOf, statusCallback } from './call-payloads.ts';
import { openInterruption } from './interruption.ts';
import type { Leg, Subscription } from './leg.ts';
import type { Play } from './session.ts';

interface LegPlan {
  from: Party;
  to: Party;
  direction: Direction;
  parentCallSid?: string;
  subscription?: Subscription | undefined;
}

export function openLeg(play: Play, { from, to, direction, parentCallSid, subscription }: LegPlan): Leg {
  const record = newCallRecord({
    sid: `CA${play.random.hex(32)}`,
    accountSid: play.account.sid,
    parentCallSid: parentCallSid ?? null,
    from: from.address,
    to: to.address,
    direction,
    scenario: play.scenario,
    createdAt: play.clock.now(),
  });
  play.truth.addCall(record);
  const { interruption } = play;
  const own = parentCallSid === undefined ? interruption : openInterruption(interruption.stop, interruption);
  const leg: Leg = { record, from, to, subscription, fired: 0, interruption: own, recordings: [] };
  play.legs.push(leg);
  play.live.set(record.sid, { play, leg });
  return leg;
}

/** Moves the truth of a leg on and reports it to whom it may concern. */
export function report(play: Play, leg: Leg, status: CallStatus, details: Params = {}): void {
  const at = play.clock.now();
  play.truth.moveCall(leg.record, status, at);
  tell(play, leg, status, details, at);
  if (!isTerminal(status)) return;
  play.live.delete(leg.record.sid);
  finishRecordings(play, leg);
}

function tell(play: Play, leg: Leg, status: CallStatus, details: Params, at: number): void {
  const event = eventOf(status);
  if (!leg.subscription || !event || !leg.subscription.events.has(event)) return;
  const { url, method } = leg.subscription;
  const params = statusCallback(leg, status, leg.fired++, at, details);
  play.line.send({ kind: 'status', callSid: leg.record.sid, url, method, params });
}

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
