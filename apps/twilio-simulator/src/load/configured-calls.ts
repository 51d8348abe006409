import { openLeg, setStatus } from '../calls/leg-status.ts';
import { allEvents, type Leg, onlyCompleted } from '../calls/leg.ts';
import type { CallSession } from '../calls/session.ts';
import type { Random } from '../random.ts';
import { beginRecording } from '../recordings/record-leg.ts';
import { ownNumber, type Party } from '../truth/party.ts';

/** Opens a call placed by REST, from the account's own number, subscribed to all four events. */
export function placeCall(session: CallSession): Leg {
  const drawn = session.random.pick(statusPaths)(session.random);
  const { statusPath: path = drawn } = session.plan;
  const subscription = { url: session.configuredUrl(path), method: 'POST', events: allEvents } as const;
  return openLeg(session, {
    from: session.plan.from ?? ownNumber,
    to: otherParty(session, session.plan.to),
    direction: 'outbound-api',
    subscription,
  });
}

/** Opens an incoming call. A number or SIP domain reports only `completed`. */
export function receiveCall(session: CallSession, caller: Party, called: Party): Leg {
  const { from = caller, to = called } = session.plan;
  const url = session.configuredUrl('/webhooks/twilio/voice-status');
  const leg = openLeg(session, {
    from,
    to,
    direction: 'inbound',
    subscription: { url, method: 'POST', events: onlyCompleted },
  });
  if (from.place?.city && session.random.chance(0.2)) leg.record.callerName = `${from.place.city}  ${from.place.state}`;
  setStatus(session, leg, 'ringing');
  return leg;
}

/** A random person, unless the call is planned to reach another. Drawn in any case: other draws of a seed stay as they are. */
function otherParty({ people, random }: CallSession, planned: Party | undefined): Party {
  const drawn = people.outsider(random);
  return planned ?? drawn;
}

/** The status callback paths of the systems that place calls. Twilio keeps their queries as they are. */
const statusPaths: readonly ((random: Random) => string)[] = [
  () => '/webhooks/twilio/voice-status',
  (random) => `/twilio-status?candidate_id=${random.integer(1, 500)}`,
  () => '/api/webhooks/call-status/',
  (random) => {
    const campaign = surveyCampaigns[random.integer(0, surveyCampaigns.length - 1)];
    return `/webhooks/telephony/events?call_id=${random.uuid()}&campaign_id=${campaign}&contact_id=${random.uuid()}`;
  },
  () => '/api/calls/webhook/twilio',
];

const surveyCampaigns = ['3f0b6c1e-7d57-4c55-8a3b-0b7a5be0c001', '3f0b6c1e-7d57-4c55-8a3b-0b7a5be0c002'];

/** Records one answered leg in three, or as the plan says. */
export function maybeRecord(session: CallSession, leg: Leg): void {
  const { random } = session;
  const isRecorded = random.chance(1 / 3);
  if (!(session.plan.isRecorded ?? isRecorded)) return;
  const isPlaced = leg.record.direction === 'outbound-api';
  const isInterview = leg.subscription?.url.includes('/api/webhooks/');
  const path = isInterview ? '/api/webhooks/recording-status/' : '/webhooks/twilio/recording-status';
  beginRecording(session, leg, {
    sid: `RE${random.hex(32)}`,
    source: isPlaced ? 'OutboundAPI' : 'StartCallRecordingAPI',
    channels: isPlaced ? 1 : 2,
    isSilent: random.chance(0.08) && session.plan.isRecorded !== true,
    subscription: { target: { url: session.configuredUrl(path) }, events: new Set(['completed', 'absent']) },
    random,
  });
}
