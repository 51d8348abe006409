import { ownedNumber, sipDomain } from '../account.ts';
import { voiceRequest } from '../calls/call-payloads.ts';
import type { DialBehaviour } from '../calls/dial.ts';
import { setStatus } from '../calls/leg-status.ts';
import { lastFor, LONGEST_TALK, talkFor, type CallSession } from '../calls/session.ts';
import { anonymous, ownNumber, type Party } from '../truth/party.ts';
import { fetchTwiml } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { maybeRecord, receiveCall } from './configured-calls.ts';
import { followTwiml } from './follow-twiml.ts';

/** A caller who hangs up before the callee answers, or whose call is answered without the voice URL. */
export async function unbridged(session: CallSession): Promise<void> {
  const caller = session.random.chance(0.05) ? anonymous : outsider(session);
  if (!session.random.chance(0.3))
    return followVoiceUrl(session, caller, ownNumber, [randomBehaviour(session, { outcome: 'canceled' })]);
  const leg = receiveCall(session, caller, ownNumber);
  setStatus(session, leg, 'in-progress');
  await session.clock.pass(session.random.integer(3, 40));
  setStatus(session, leg, 'completed');
}

/** A caller is connected to the dispatcher's SIP phone, which sometimes does not answer. */
export async function sipBridged(session: CallSession): Promise<void> {
  const drawn = session.random.chance(0.85) ? 'completed' : session.random.pick(['no-answer', 'busy'] as const);
  const { outcome = drawn } = session.plan;
  await followVoiceUrl(session, outsider(session), ownNumber, [randomBehaviour(session, { outcome })]);
}

/** The dispatcher dials a number on the SIP phone. */
export async function outboundBridged(session: CallSession): Promise<void> {
  const dialled = { address: `sip:${outsider(session).address}@${sipDomain}` };
  const drawn = session.random.pick(['completed', 'completed', 'completed', 'no-answer', 'busy', 'failed'] as const);
  const { outcome = drawn } = session.plan;
  await followVoiceUrl(session, session.people.phone(), dialled, [randomBehaviour(session, { outcome })]);
}

/** The dispatcher answers and transfers the caller to a colleague: a second dialled leg. */
export async function transferred(session: CallSession): Promise<void> {
  const transfer = [dialColleague(session, outsider(session))];
  const drawn = session.random.chance(0.75) ? 'completed' : 'no-answer';
  const { outcome = drawn } = session.plan;
  const first = randomBehaviour(session, { outcome: 'completed', callerHangsUp: false, transfer });
  await followVoiceUrl(session, outsider(session), ownNumber, [first, randomBehaviour(session, { outcome })]);
}

const outsider = ({ people, random }: CallSession): Party => people.outsider(random);

/** Plays an incoming call by the TwiML of the voice URL. */
async function followVoiceUrl(
  session: CallSession,
  from: Party,
  to: Party,
  behaviours: readonly DialBehaviour[],
): Promise<void> {
  const leg = receiveCall(session, from, to);
  const params = voiceRequest(leg, session.random);
  const url = session.configuredUrl('/webhooks/twilio/voice-inbound');
  const document = await fetchTwiml(session, { kind: 'voice', callSid: leg.record.sid, method: 'POST', url, params });
  setStatus(session, leg, 'in-progress');
  maybeRecord(session, leg);
  await followTwiml(session, leg, document, behaviours.values());
  setStatus(session, leg, 'completed');
}

function randomBehaviour(session: CallSession, given: Partial<DialBehaviour>): DialBehaviour {
  const { random } = session;
  return {
    outcome: 'completed',
    ringSeconds: lastFor(session, random.integer(3, 25)),
    talkSeconds: talkFor(session, random.integer(2, LONGEST_TALK)),
    callerHangsUp: random.chance(0.5),
    ...given,
  };
}

/** The TwiML of a transfer. Its URLs are absolute, because inline TwiML has no URL. */
function dialColleague(session: CallSession, colleague: Party): TwimlElement {
  const statusCallback = session.configuredUrl('/webhooks/twilio/voice-status');
  const statusCallbackEvent = 'initiated ringing answered completed';
  const number = {
    name: 'Number',
    attributes: { statusCallback, statusCallbackEvent },
    text: colleague.address,
    children: [],
  };
  const action = session.configuredUrl('/webhooks/twilio/dial-action');
  return { name: 'Dial', attributes: { action, callerId: ownedNumber }, text: '', children: [number] };
}
