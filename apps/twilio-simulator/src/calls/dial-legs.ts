import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import type { StatusEvent } from './call-payloads.ts';
import type { Leg, Subscription } from './leg.ts';
import { endLeg, openLeg } from './report-leg.ts';
import type { Play } from './session.ts';

/** Opens a leg for everybody whom a `<Dial>` names. */
export function dialLegs(play: Play, parent: Leg, verb: TwimlElement, documentUrl: string): readonly Leg[] {
  const nouns = verb.children.filter(({ name }) => name === 'Sip' || name === 'Number').slice(0, maxNouns);
  const plain = verb.text ? [{ ...verb, name: 'Number', attributes: {}, children: [] }] : [];
  const legs = [...nouns, ...plain].map((noun) => openChild(play, parent, verb, noun, documentUrl));
  for (const leg of legs.slice(1)) endAlone(play, leg);
  return legs;
}

const maxNouns = 10;

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

/** Who will not answer anyway can be called off by REST, and the others go on ringing. */
function endAlone(play: Play, leg: Leg): void {
  const end = (): void => {
    if (!play.interruption.signal.aborted) endLeg(play, leg, 'rest');
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
