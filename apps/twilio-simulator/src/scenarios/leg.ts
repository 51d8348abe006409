import { type CallRecord, type CallStatus, type Direction, newCallRecord } from '../calls/call-record.ts';
import type { Party } from '../calls/party.ts';
import type { Params } from '../delivery/callback.ts';
import { eventOf, type StatusEvent, statusCallback } from '../payloads/status-callback.ts';
import type { Play } from './play.ts';

/** Who wants to hear of a leg, and of what. */
export interface Subscription {
  url: string;
  method: 'POST' | 'GET';
  events: ReadonlySet<StatusEvent>;
}

/** One Twilio call: a parent or a dialled child, with its truth and its subscription. */
export interface Leg {
  readonly record: CallRecord;
  readonly from: Party;
  readonly to: Party;
  readonly subscription: Subscription | undefined;
  /** Events sent to the subscription so far: its sequence numbers count nothing else. */
  fired: number;
}

export const allEvents: ReadonlySet<StatusEvent> = new Set(['initiated', 'ringing', 'answered', 'completed']);
export const onlyCompleted: ReadonlySet<StatusEvent> = new Set(['completed']);

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
  return { record, from, to, subscription, fired: 0 };
}

/** Moves the truth of a leg on and reports it to whom it may concern. */
export function report(play: Play, leg: Leg, status: CallStatus, details: Params = {}): void {
  const at = play.clock.now();
  play.truth.moveCall(leg.record, status, at);
  const event = eventOf(status);
  if (!leg.subscription || !event || !leg.subscription.events.has(event)) return;
  const { url, method } = leg.subscription;
  const params = statusCallback(leg, status, leg.fired++, at, details);
  play.line.send({ kind: 'status', callSid: leg.record.sid, url, method, params });
}
