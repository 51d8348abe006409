import { isTerminal, type TerminalStatus } from '../calls/call-record.ts';
import type { DialResult } from '../payloads/dial-action.ts';
import type { StatusEvent } from '../payloads/status-callback.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/resolve-url.ts';
import type { Behaviour } from './behaviour.ts';
import { type Leg, openLeg, report, type Subscription } from './leg.ts';
import type { Play } from './play.ts';

/** Dials what a `<Dial>` names, all at once; the first one named is the one who may answer. */
export async function dial(
  play: Play,
  parent: Leg,
  verb: TwimlElement,
  url: string,
  will: Behaviour,
): Promise<DialResult> {
  const nouns = verb.children.filter(({ name }) => name === 'Sip' || name === 'Number').slice(0, maxNouns);
  const plain = verb.text ? [{ ...verb, name: 'Number', attributes: {}, children: [] }] : [];
  const legs = [...nouns, ...plain].map((noun) => openChild(play, parent, verb, noun, url));
  const [first, ...others] = legs;
  if (!first) return { status: 'failed', isSip: false, isCallerGone: false };

  for (const leg of legs) report(play, leg, 'initiated');
  await play.clock.pass(1);
  const status = await ringOut(play, legs, verb, will);
  for (const leg of others) report(play, leg, status === 'in-progress' ? 'canceled' : status);
  if (isTerminal(status)) report(play, first, status);
  else await talk(play, first, will);

  const result = { callSid: first.record.sid, isSip: first.to.address.startsWith('sip:') };
  if (isTerminal(status)) return { ...result, status, isCallerGone: status === 'canceled' };
  const durationSeconds = first.record.durationSeconds ?? 0;
  return { ...result, status: 'completed', durationSeconds, isCallerGone: will.callerHangsUp };
}

const maxNouns = 10;

/** Until somebody answers, or nobody will: then the `timeout` of the verb runs out. */
async function ringOut(
  play: Play,
  legs: readonly Leg[],
  verb: TwimlElement,
  will: Behaviour,
): Promise<TerminalStatus | 'in-progress'> {
  if (will.outcome === 'failed') return 'failed';
  for (const leg of legs) report(play, leg, 'ringing');
  const timeoutSeconds = Math.min(600, Math.max(5, Number(verb.attributes['timeout']) || 30));
  const isUnanswered = will.outcome === 'no-answer' || will.ringSeconds > timeoutSeconds;
  await play.clock.pass(isUnanswered ? Math.min(timeoutSeconds, 60) : will.ringSeconds);
  if (isUnanswered) return 'no-answer';
  return will.outcome === 'completed' ? 'in-progress' : will.outcome;
}

async function talk(play: Play, leg: Leg, { talkSeconds }: Behaviour): Promise<void> {
  report(play, leg, 'in-progress');
  await play.clock.pass(talkSeconds);
  report(play, leg, 'completed');
}

/** A dialled leg calls as its parent's caller does, unless the verb has a `callerId`. */
function openChild(play: Play, parent: Leg, verb: TwimlElement, noun: TwimlElement, documentUrl: string): Leg {
  const caller = verb.attributes['callerId'] ?? parent.from.address;
  const leg = openLeg(play, {
    from: { address: caller },
    to: { address: noun.text },
    direction: 'outbound-dial',
    parentCallSid: parent.record.sid,
    subscription: subscriptionOf(noun, documentUrl),
  });
  leg.record.forwardedFrom = parent.to.place ? parent.to.address : caller;
  return leg;
}

function subscriptionOf({ attributes }: TwimlElement, documentUrl: string): Subscription | undefined {
  const { statusCallback, statusCallbackEvent = 'completed', statusCallbackMethod } = attributes;
  const url = statusCallback ? resolveUrl(statusCallback, documentUrl) : undefined;
  if (!url) return undefined;
  return {
    url,
    method: statusCallbackMethod === 'GET' ? 'GET' : 'POST',
    events: new Set(statusCallbackEvent.split(/\s+/) as StatusEvent[]),
  };
}
