import { isTerminal, type CallStatus } from '../calls/status.ts';

/** How long a call may be silent. Seconds. */
export type Patience = {
  /** How long a call may ring: Twilio's default is 60, and some flows add 5. */
  ringTimeoutSec: number;
  /** How long a call may last: Twilio's default is 14,400. */
  timeLimitSec: number;
};

/** `ask`: fetch this call; `list`: it is in progress, see whether Twilio's list of calls in progress still has it. */
export type OverdueCheck = 'none' | 'ask' | 'list';

type Silent = { status: CallStatus; twilioDirection: string | null; updatedAt: Date; checkedAt: Date | null };

const QUEUE_SEC = 120; // one call per second may be placed by default; the others wait
const RING_BUFFER_SEC = 10; // Twilio's 5 and the delivery of the callback
const TALK_SEC = 30;
const RECHECK_AT_LEAST_SEC = 60;

/**
 * How a silent call is checked. Before it is answered, its next callback is due when it cannot ring any longer. While
 * people talk, nothing is due until they hang up, which Twilio's list of calls in progress shows; at the latest the time
 * limit ends it. A check without a result is repeated after an eighth of the silence, at least a minute.
 */
export function overdueCheck(call: Silent, now: Date, patience: Patience): OverdueCheck {
  const { checkedAt } = call;
  const status = likelyStatus(call);
  if (isTerminal(status) || status === 'scheduled') return 'none';
  const silentSec = secondsSilent(call, now);
  const askedSec = checkedAt === null ? Infinity : (now.getTime() - checkedAt.getTime()) / 1000;
  if (askedSec < Math.max(RECHECK_AT_LEAST_SEC, silentSec / 8)) return 'none';
  if (silentSec >= dueAfterSec(status, patience)) return 'ask';
  return status === 'in-progress' && silentSec >= TALK_SEC ? 'list' : 'none';
}

/** Seconds until the next callback of an unanswered call is due; null for others, which are checked periodically. */
export function dueInSec(call: Silent, now: Date, patience: Patience): number | null {
  const status = likelyStatus(call);
  if (isTerminal(status) || status === 'scheduled' || status === 'in-progress') return null;
  return dueAfterSec(status, patience) - secondsSilent(call, now);
}

const secondsSilent = ({ updatedAt }: Silent, now: Date): number => (now.getTime() - updatedAt.getTime()) / 1000;

/** An incoming call reports that it rings, and is in progress as soon as our TwiML runs, which no callback reports. */
const likelyStatus = ({ status, twilioDirection }: Silent): CallStatus =>
  status === 'ringing' && twilioDirection === 'inbound' ? 'in-progress' : status;

/** Seconds after its last fact within which a call of this status must have another. */
export function dueAfterSec(status: CallStatus, { ringTimeoutSec, timeLimitSec }: Patience): number {
  if (status === 'in-progress') return timeLimitSec + RING_BUFFER_SEC;
  if (status === 'initiated' || status === 'ringing') return ringTimeoutSec + RING_BUFFER_SEC;
  return QUEUE_SEC;
}
