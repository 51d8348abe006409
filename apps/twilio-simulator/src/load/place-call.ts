import { allEvents, type Leg } from '../calls/leg.ts';
import { openLeg } from '../calls/report-leg.ts';
import type { Play } from '../calls/session.ts';
import type { Random } from '../random.ts';
import { ownNumber, somebody } from '../truth/party.ts';

/** A call placed by REST: somebody is called from the account's own number, and all four events are wanted. */
export function placeCall(play: Play): Leg {
  const path = play.random.pick(statusPaths)(play.random);
  const subscription = { url: play.configuredUrl(path), method: 'POST', events: allEvents } as const;
  return openLeg(play, { from: ownNumber, to: somebody(play.random), direction: 'outbound-api', subscription });
}

/** Where the systems behind the number listen. Their queries are theirs: Twilio carries them along untouched. */
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
