import { callParameters } from '../calls/call-payloads.ts';
import { type DialBehaviour, dial, finishDial } from '../calls/dial.ts';
import type { Leg } from '../calls/leg.ts';
import type { CallSession } from '../calls/session.ts';
import { callbackFor } from '../delivery/callback.ts';
import { fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';

/** Follows documents until one ends or the caller hangs up. */
export async function followTwiml(
  session: CallSession,
  leg: Leg,
  first: TwimlDocument,
  behaviours: Iterator<DialBehaviour>,
): Promise<void> {
  let document: TwimlDocument | undefined = first;
  for (let count = 0; document && count < maxDocuments; count++) {
    document = await followDocument(session, leg, document, behaviours);
  }
}

/** Ends calls whose documents redirect to each other endlessly. */
const maxDocuments = 20;

/** Follows one document. Returns the next one; undefined: the call is over. */
async function followDocument(
  session: CallSession,
  leg: Leg,
  document: TwimlDocument,
  behaviours: Iterator<DialBehaviour>,
): Promise<TwimlDocument | undefined> {
  for (const verb of document.verbs) {
    if (verb.name === 'Hangup' || verb.name === 'Reject') return undefined;
    if (verb.name === 'Redirect') return redirect(session, leg, verb, document.url);
    if (verb.name !== 'Dial') {
      await session.clock.pass(secondsOf(verb));
      continue;
    }
    const next = await followDial(session, leg, verb, document.url, behaviours);
    if (next !== 'next-verb') return next;
  }
  return undefined;
}

async function followDial(
  session: CallSession,
  leg: Leg,
  verb: TwimlElement,
  url: string,
  behaviours: Iterator<DialBehaviour>,
): Promise<TwimlDocument | 'next-verb' | undefined> {
  const behaviour = (behaviours.next().value ?? callerGivesUp) as DialBehaviour;
  const result = await dial(session, leg, verb, url, behaviour);
  if (behaviour.transfer && result.status === 'completed' && !result.interruptedBy)
    return { url, verbs: behaviour.transfer };
  return finishDial(session, leg, verb, url, result);
}

/** For more `<Dial>`s than the scenario has: the caller hangs up while it rings. */
const callerGivesUp: DialBehaviour = { outcome: 'canceled', ringSeconds: 5, talkSeconds: 0, callerHangsUp: true };

async function redirect(
  session: CallSession,
  leg: Leg,
  verb: TwimlElement,
  url: string,
): Promise<TwimlDocument | undefined> {
  const target = { url: resolveUrl(verb.text, url), method: verb.attributes['method'] };
  const callback = callbackFor(leg.record.sid, 'voice', target, callParameters(leg, 'in-progress'));
  return callback && fetchTwiml(session, callback);
}

/** Callers of a load give no input: `<Gather>` and `<Record>` time out. */
function secondsOf({ name, attributes, text }: TwimlElement): number {
  if (name === 'Pause') return Number(attributes['length']) || 1;
  if (name === 'Gather' || name === 'Record') return Number(attributes['timeout']) || 5;
  return 1 + Math.ceil(text.length / 15);
}
