import type { Params } from '../delivery/callback.ts';
import type { ConferenceRecord } from '../truth/conference-record.ts';
import { twilioDate } from '../twilio-date.ts';
import type { Leaving, Participant } from './participant.ts';

/** What there is to tell of a conference, by the names that it is subscribed by. */
export type ConferenceEvent =
  | { name: 'start' }
  | { name: 'end'; label: string | null }
  | { name: 'join'; participant: Participant }
  | ({ name: 'leave'; participant: Participant } & Leaving);

/** A conference callback; its numbers begin with 1, and the day of its time has no leading zero. */
export function conferenceCallback(record: ConferenceRecord, event: ConferenceEvent, sequence: number): Params {
  return {
    ConferenceSid: record.sid,
    FriendlyName: record.friendlyName,
    AccountSid: record.accountSid,
    StatusCallbackEvent: names[event.name],
    SequenceNumber: String(sequence),
    Timestamp: twilioDate(record.updatedAt).replace(/, 0/, ', '),
    ...details(record, event),
  };
}

const names = {
  start: 'conference-start',
  end: 'conference-end',
  join: 'participant-join',
  leave: 'participant-leave',
} as const;

function details(record: ConferenceRecord, event: ConferenceEvent): Params {
  if (event.name === 'start') return {};
  if (event.name === 'join') return seenParticipant(event.participant);
  if (event.name === 'leave') {
    const { participant, reason, callStatus } = event;
    return { ...seenParticipant(participant), ParticipantCallStatus: callStatus, ReasonParticipantLeft: reason };
  }
  const { endedByCallSid, reason } = record;
  return {
    ...(endedByCallSid !== null && { CallSidEndingConference: endedByCallSid }),
    ...(event.label !== null && { ParticipantLabelEndingConference: event.label }),
    ReasonConferenceEnded: reason ?? '',
    Reason: endedByCallSid === null ? 'Conference ended via API' : 'Participant ended the conference',
  };
}

function seenParticipant({ leg, label, isMuted, startsOnEnter, endsOnExit }: Participant): Params {
  return {
    CallSid: leg.record.sid,
    Muted: String(isMuted),
    Hold: 'false',
    Coaching: 'false',
    EndConferenceOnExit: String(endsOnExit),
    StartConferenceOnEnter: String(startsOnEnter),
    ...(label !== null && { ParticipantLabel: label }),
  };
}
