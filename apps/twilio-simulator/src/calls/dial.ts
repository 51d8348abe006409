import { callbackTo } from '../delivery/callback.ts';
import { isTerminal, type TerminalStatus } from '../truth/call-record.ts';
import { fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { dialLegs } from './dial-legs.ts';
import { CallEnded } from './interruption.ts';
import type { Leg } from './leg.ts';
import { endLeg, report } from './report-leg.ts';
import type { Play } from './session.ts';
import { dialAction, type DialResult } from './verb-actions.ts';

/** Dials what a `<Dial>` names, all at once; the first one named is the one who may answer. */
export async function dial(
  play: Play,
  parent: Leg,
  verb: TwimlElement,
  url: string,
  will: Behaviour,
): Promise<DialResult> {
  const legs = dialLegs(play, parent, verb, url);
  const [first] = legs;
  if (!first) return { status: 'failed', isSip: false, isCallerGone: false };
  const isSip = first.to.address.startsWith('sip:');
  const brokenOff = await connect(play, legs, verb, will).then(
    () => undefined,
    (error: unknown) => breakOff(play, legs, error),
  );
  const { sid, durationSeconds, endedBy } = first.record;
  const status = first.record.status as TerminalStatus;
  const result = { callSid: sid, status, isSip, brokenOff };
  const isEndedAlone = endedBy === 'rest';
  if (status !== 'completed') return { ...result, isCallerGone: status === 'canceled' && !isEndedAlone };
  const isCallerGone = brokenOff !== undefined || (will.callerHangsUp && !isEndedAlone);
  return { ...result, durationSeconds: durationSeconds ?? 0, isCallerGone };
}

/** From the first ring to the end of the last leg. */
async function connect(play: Play, legs: readonly Leg[], verb: TwimlElement, will: Behaviour): Promise<void> {
  const [first, ...others] = legs as readonly [Leg, ...Leg[]];
  for (const leg of legs) report(play, leg, 'initiated');
  await play.clock.pass(1, first.interruption.signal);
  const status = await ringOut(play, legs, verb, will);
  for (const leg of others.filter(isLive)) report(play, leg, status === 'in-progress' ? 'canceled' : status);
  report(play, first, status);
  if (isTerminal(status)) return;
  await play.clock.pass(will.talkSeconds, first.interruption.signal);
  report(play, first, 'completed');
}

/** Until somebody answers, or nobody will: then the `timeout` of the verb runs out. */
async function ringOut(
  play: Play,
  legs: readonly Leg[],
  verb: TwimlElement,
  will: Behaviour,
): Promise<TerminalStatus | 'in-progress'> {
  if (will.outcome === 'failed') return 'failed';
  for (const leg of legs.filter(isLive)) report(play, leg, 'ringing');
  const timeoutSeconds = Math.min(600, Math.max(5, Number(verb.attributes['timeout']) || 30));
  const isUnanswered = will.outcome === 'no-answer' || will.ringSeconds > timeoutSeconds;
  await play.clock.pass(isUnanswered ? Math.min(timeoutSeconds, 60) : will.ringSeconds, legs[0]?.interruption.signal);
  if (isUnanswered) return 'no-answer';
  return will.outcome === 'completed' ? 'in-progress' : will.outcome;
}

const isLive = ({ record }: Leg): boolean => !isTerminal(record.status);

/** Ends all legs; gives what broke in upon the call itself, if not just the dialled leg was ended. */
function breakOff(play: Play, legs: readonly Leg[], error: unknown): Error | undefined {
  const { stop, signal } = play.interruption;
  if (stop.aborted || !(error instanceof Error) || !legs[0]?.interruption.signal.aborted) throw error;
  for (const leg of legs) endLeg(play, leg, signal.aborted || leg !== legs[0] ? 'hang-up' : 'rest');
  return signal.aborted ? error : undefined;
}

/**
 * What comes behind a `<Dial>`: the document that its action is answered with, or the next verb; undefined if the call
 * is over. Throws what broke in upon it.
 */
export async function leaveDial(
  play: Play,
  leg: Leg,
  { attributes }: TwimlElement,
  url: string,
  result: DialResult,
): Promise<TwimlDocument | 'next-verb' | undefined> {
  const { action, method } = attributes;
  const { brokenOff, isCallerGone } = result;
  // A live call that is given another document leaves its Dial at once: no action request.
  if (brokenOff && !(brokenOff instanceof CallEnded)) throw brokenOff;
  const target = action ? { url: resolveUrl(action, url), method } : undefined;
  const callback = target && callbackTo(leg.record.sid, 'dial-action', target, dialAction(leg, result, play.random));
  if (!isCallerGone) return action ? callback && fetchTwiml(play, callback) : 'next-verb';
  // Whatever it answers, nobody is there to hear it: the call ends meanwhile.
  if (callback) play.line.send(callback);
  if (brokenOff) throw brokenOff;
  return undefined;
}

/** How the people at both ends of a `<Dial>` behave. */
export interface Behaviour {
  /** What becomes of the first leg dialled. `canceled`: the caller gives up while it rings. */
  outcome: TerminalStatus;
  ringSeconds: number;
  talkSeconds: number;
  /** The caller hangs up first, so that no TwiML reaches anybody afterwards. */
  callerHangsUp: boolean;
  /** While they talk the owner hands the caller on: these verbs replace the document. */
  transfer?: readonly TwimlElement[];
}
