import { ownedNumber, sipDomain } from '../account.ts';
import { voiceRequest } from '../calls/call-payloads.ts';
import type { Behaviour } from '../calls/dial.ts';
import { report } from '../calls/report-leg.ts';
import type { Play } from '../calls/session.ts';
import { anonymous, dispatcher, ownNumber, type Party, somebody } from '../truth/party.ts';
import { fetchTwiml } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { maybeRecord, receiveCall } from './configured-calls.ts';
import { followTwiml } from './follow-twiml.ts';

/** A caller who does not wait for an answer, or whose call something else than the voice URL answers. */
export async function unbridged(play: Play): Promise<void> {
  const caller = play.random.chance(0.05) ? anonymous : somebody(play.random);
  if (!play.random.chance(0.3)) return comeIn(play, caller, ownNumber, [behaviour(play, { outcome: 'canceled' })]);
  const leg = receiveCall(play, caller, ownNumber);
  report(play, leg, 'in-progress');
  await play.clock.pass(play.random.integer(3, 40));
  report(play, leg, 'completed');
}

/** A caller is put through to the dispatcher's SIP phone; now and then nobody picks it up. */
export async function sipBridged(play: Play): Promise<void> {
  const outcome = play.random.chance(0.85) ? 'completed' : play.random.pick(['no-answer', 'busy'] as const);
  await comeIn(play, somebody(play.random), ownNumber, [behaviour(play, { outcome })]);
}

/** The dispatcher dials a number on the SIP phone. */
export async function outboundBridged(play: Play): Promise<void> {
  const dialled = { address: `sip:${somebody(play.random).address}@${sipDomain}` };
  const outcome = play.random.pick(['completed', 'completed', 'completed', 'no-answer', 'busy', 'failed'] as const);
  await comeIn(play, dispatcher, dialled, [behaviour(play, { outcome })]);
}

/** The dispatcher answers and hands the caller on to a colleague: a second leg of the same call. */
export async function transferred(play: Play): Promise<void> {
  const transfer = [dialColleague(play, somebody(play.random))];
  const outcome = play.random.chance(0.75) ? 'completed' : 'no-answer';
  const first = behaviour(play, { outcome: 'completed', callerHangsUp: false, transfer });
  await comeIn(play, somebody(play.random), ownNumber, [first, behaviour(play, { outcome })]);
}

/** Twilio asks the voice URL what to do with the call and does it. */
async function comeIn(play: Play, from: Party, to: Party, behaviours: readonly Behaviour[]): Promise<void> {
  const leg = receiveCall(play, from, to);
  const params = voiceRequest(leg, play.random);
  const url = play.configuredUrl('/webhooks/twilio/voice-inbound');
  const document = await fetchTwiml(play, { kind: 'voice', callSid: leg.record.sid, method: 'POST', url, params });
  report(play, leg, 'in-progress');
  maybeRecord(play, leg);
  await followTwiml(play, leg, document, behaviours.values());
  report(play, leg, 'completed');
}

function behaviour({ random }: Play, given: Partial<Behaviour>): Behaviour {
  return {
    outcome: 'completed',
    ringSeconds: random.integer(3, 25),
    talkSeconds: random.integer(2, 180),
    callerHangsUp: random.chance(0.5),
    ...given,
  };
}

/** As the owner's console would write it: with absolute URLs, because inline TwiML has no URL of its own. */
function dialColleague(play: Play, colleague: Party): TwimlElement {
  const statusCallback = play.configuredUrl('/webhooks/twilio/voice-status');
  const statusCallbackEvent = 'initiated ringing answered completed';
  const number = {
    name: 'Number',
    attributes: { statusCallback, statusCallbackEvent },
    text: colleague.address,
    children: [],
  };
  const action = play.configuredUrl('/webhooks/twilio/dial-action');
  return { name: 'Dial', attributes: { action, callerId: ownedNumber }, text: '', children: [number] };
}
