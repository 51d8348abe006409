import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import type { StatusEvent } from './call-payloads.ts';
import { endLeg, openLeg } from './leg-status.ts';
import type { Leg, Subscription } from './leg.ts';
import type { CallSession } from './session.ts';

/** Opens a leg for each noun of a `<Dial>`. */
export function dialLegs(session: CallSession, parent: Leg, verb: TwimlElement, documentUrl: string): readonly Leg[] {
  const nouns = verb.children.filter(({ name }) => name === 'Sip' || name === 'Number').slice(0, maxNouns);
  const plain = verb.text ? [{ ...verb, name: 'Number', attributes: {}, children: [] }] : [];
  const legs = [...nouns, ...plain].map((noun) => openChild(session, parent, verb, noun, documentUrl));
  for (const leg of legs.slice(1)) endOnInterruption(session, leg);
  return legs;
}

const maxNouns = 10;

/** The leg's `From` is the verb's `callerId`, or the parent's caller. */
function openChild(
  session: CallSession,
  parent: Leg,
  verb: TwimlElement,
  noun: TwimlElement,
  documentUrl: string,
): Leg {
  const caller = verb.attributes['callerId'] ?? parent.from.address;
  const leg = openLeg(session, {
    from: { address: caller },
    to: { address: noun.text },
    direction: 'outbound-dial',
    parentCallSid: parent.record.sid,
    subscription: subscriptionOf(noun, documentUrl),
  });
  leg.record.forwardedFrom = parent.to.place ? parent.to.address : caller;
  return leg;
}

/** REST can end a leg that will not answer; the other legs go on ringing. */
function endOnInterruption(session: CallSession, leg: Leg): void {
  const end = (): void => {
    if (!session.interruption.signal.aborted) endLeg(session, leg, 'rest');
  };
  leg.interruption.signal.addEventListener('abort', end, { once: true });
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
