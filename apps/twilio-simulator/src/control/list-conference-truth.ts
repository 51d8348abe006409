import { conferenceResource } from '../rest/conferences/conference-resource.ts';
import type { ConferenceRecord } from '../truth/conference-record.ts';
import type { Booked } from '../truth/time-order.ts';
import type { Truth } from '../truth/truth.ts';
import type { Window } from './read-window.ts';

/** Every conference as Twilio knows it, with everybody who was ever in it. */
export function listConferenceTruth({ conferences }: Truth, { after, limit }: Window) {
  const found = [...conferences.after(after).take(limit)];
  return { conferences: found.map(toJson), next: found.at(-1)?.n ?? after };
}

function toJson({ n, record }: Booked<ConferenceRecord>) {
  const visits = record.visits.map(({ callSid, label, joinedAt, leftAt, reason }) => ({
    call_sid: callSid,
    label,
    joined_at: new Date(joinedAt).toISOString(),
    left_at: leftAt === null ? null : new Date(leftAt).toISOString(),
    reason,
  }));
  return { n, ...conferenceResource(record), visits };
}
