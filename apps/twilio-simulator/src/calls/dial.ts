import { callbackFor } from '../delivery/callback.ts';
import { isTerminal, type TerminalStatus } from '../truth/call-record.ts';
import { fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { dialLegs } from './dial-legs.ts';
import { CallEnded } from './interruption.ts';
import { endLeg, setStatus } from './leg-status.ts';
import type { Leg } from './leg.ts';
import type { CallSession } from './session.ts';
import { dialAction, type DialResult } from './verb-actions.ts';

/** Dials all nouns of a `<Dial>` at once. Only the first one can answer. */
export async function dial(
  session: CallSession,
  parent: Leg,
  verb: TwimlElement,
  url: string,
  behaviour: DialBehaviour,
): Promise<DialResult> {
  const legs = dialLegs(session, parent, verb, url);
  const [first] = legs;
  if (!first) return { status: 'failed', isSip: false, isCallerGone: false };
  const isSip = first.to.address.startsWith('sip:');
  const interruptedBy = await connect(session, legs, verb, behaviour).then(
    () => undefined,
    (error: unknown) => endInterrupted(session, legs, error),
  );
  const { sid, durationSeconds, endedBy } = first.record;
  const status = first.record.status as TerminalStatus;
  const result = { callSid: sid, status, isSip, interruptedBy };
  const isEndedByRest = endedBy === 'rest';
  if (status !== 'completed') return { ...result, isCallerGone: status === 'canceled' && !isEndedByRest };
  const isCallerGone = interruptedBy !== undefined || (behaviour.callerHangsUp && !isEndedByRest);
  return { ...result, durationSeconds: durationSeconds ?? 0, isCallerGone };
}

/** Plays the legs from `initiated` to the end of the last one. */
async function connect(
  session: CallSession,
  legs: readonly Leg[],
  verb: TwimlElement,
  behaviour: DialBehaviour,
): Promise<void> {
  const [first, ...others] = legs as readonly [Leg, ...Leg[]];
  for (const leg of legs) setStatus(session, leg, 'initiated');
  await session.clock.pass(1, first.interruption.signal);
  const status = await ringOut(session, legs, verb, behaviour);
  for (const leg of others.filter(isLive)) setStatus(session, leg, status === 'in-progress' ? 'canceled' : status);
  setStatus(session, first, status);
  if (isTerminal(status)) return;
  await session.clock.pass(behaviour.talkSeconds, first.interruption.signal);
  setStatus(session, first, 'completed');
}

/** Rings until the first leg answers, fails, or the verb's `timeout` is over. */
async function ringOut(
  session: CallSession,
  legs: readonly Leg[],
  verb: TwimlElement,
  behaviour: DialBehaviour,
): Promise<TerminalStatus | 'in-progress'> {
  if (behaviour.outcome === 'failed') return 'failed';
  for (const leg of legs.filter(isLive)) setStatus(session, leg, 'ringing');
  const timeoutSeconds = Math.min(600, Math.max(5, Number(verb.attributes['timeout']) || 30));
  const isUnanswered = behaviour.outcome === 'no-answer' || behaviour.ringSeconds > timeoutSeconds;
  await session.clock.pass(
    isUnanswered ? Math.min(timeoutSeconds, 60) : behaviour.ringSeconds,
    legs[0]?.interruption.signal,
  );
  if (isUnanswered) return 'no-answer';
  return behaviour.outcome === 'completed' ? 'in-progress' : behaviour.outcome;
}

const isLive = ({ record }: Leg): boolean => !isTerminal(record.status);

/** Ends all legs. Returns the reason if the call itself was interrupted, undefined if only the dialled leg was. */
function endInterrupted(session: CallSession, legs: readonly Leg[], error: unknown): Error | undefined {
  const { stop, signal } = session.interruption;
  if (stop.aborted || !(error instanceof Error) || !legs[0]?.interruption.signal.aborted) throw error;
  for (const leg of legs) endLeg(session, leg, signal.aborted || leg !== legs[0] ? 'hang-up' : 'rest');
  return signal.aborted ? error : undefined;
}

/**
 * What follows a `<Dial>`: the document that the action URL answers with, or the next verb. Undefined: the call is
 * over. Throws the reason of an interruption.
 */
export async function finishDial(
  session: CallSession,
  leg: Leg,
  { attributes }: TwimlElement,
  url: string,
  result: DialResult,
): Promise<TwimlDocument | 'next-verb' | undefined> {
  const { action, method } = attributes;
  const { interruptedBy, isCallerGone } = result;
  // A redirected call leaves its Dial at once, without requesting the action URL.
  if (interruptedBy && !(interruptedBy instanceof CallEnded)) throw interruptedBy;
  const target = action ? { url: resolveUrl(action, url), method } : undefined;
  const callback =
    target && callbackFor(leg.record.sid, 'dial-action', target, dialAction(leg, result, session.random));
  if (!isCallerGone) return action ? callback && fetchTwiml(session, callback) : 'next-verb';
  // The caller has hung up, so the answer is not awaited.
  if (callback) session.callbacks.send(callback);
  if (interruptedBy) throw interruptedBy;
  return undefined;
}

/** How the people at both ends of a `<Dial>` behave. */
export interface DialBehaviour {
  /** The final status of the first leg. `canceled`: the caller hangs up while it rings. */
  outcome: TerminalStatus;
  ringSeconds: number;
  talkSeconds: number;
  /** The caller hangs up before the callee does, so that no TwiML follows. */
  callerHangsUp: boolean;
  /** A transfer during the conversation: these verbs replace the document. */
  transfer?: readonly TwimlElement[];
}
