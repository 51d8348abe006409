import { twilioDate } from '../../clock/clock.ts';
import type { Participant } from '../../conferences/participant.ts';
import type { ConferenceRecord } from '../../truth/conference-record.ts';

/** A conference as Twilio's REST API shows it. */
export function conferenceResource(record: ConferenceRecord) {
  const uri = uriOf(record);
  return {
    sid: record.sid,
    account_sid: record.accountSid,
    api_version: '2010-04-01',
    friendly_name: record.friendlyName,
    status: record.status,
    region: 'us1',
    reason_conference_ended: record.reason,
    call_sid_ending_conference: record.endedByCallSid,
    date_created: twilioDate(record.createdAt),
    date_updated: twilioDate(record.updatedAt),
    uri: `${uri}.json`,
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
  };
}

/** A participant as Twilio's REST API shows it. */
export function participantResource(conference: ConferenceRecord, participant: Participant) {
  const { leg, label, isMuted, startsOnEnter, endsOnExit, joinedAt } = participant;
  const { sid, accountSid, queueTimeMs } = leg.record;
  return {
    account_sid: accountSid,
    call_sid: sid,
    conference_sid: conference.sid,
    label,
    status: 'connected',
    muted: isMuted,
    hold: false,
    coaching: false,
    call_sid_to_coach: null,
    start_conference_on_enter: startsOnEnter,
    end_conference_on_exit: endsOnExit,
    queue_time: String(queueTimeMs),
    date_created: twilioDate(joinedAt),
    date_updated: twilioDate(joinedAt),
    uri: `${uriOf(conference)}/Participants/${sid}.json`,
  };
}

const uriOf = ({ accountSid, sid }: ConferenceRecord): string =>
  `/2010-04-01/Accounts/${accountSid}/Conferences/${sid}`;
