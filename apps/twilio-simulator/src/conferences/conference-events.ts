import { twilioDate } from '../clock/clock.ts';
import type { CallbackSender } from '../delivery/callback-sender.ts';
import type { Params } from '../delivery/callback.ts';
import type { ConferenceRecord } from '../truth/conference-record.ts';
import type { ConferenceSubscription, Leaving, Participant } from './participant.ts';

/** Sends the status callbacks of one conference. */
export interface ConferenceEvents {
  send(event: ConferenceEvent): void;
  settled(): Promise<void>;
}

/** `subscription`: that of the first participant. Twilio ignores those of the others. */
export function openConferenceEvents(
  callbacks: CallbackSender,
  record: ConferenceRecord,
  subscription: ConferenceSubscription | undefined,
): ConferenceEvents {
  let sent = 0;
  return {
    send(event) {
      if (!subscription?.events.has(event.name)) return;
      const { url, method } = subscription;
      const callSid = 'participant' in event ? event.participant.leg.record.sid : record.sid;
      callbacks.send({ kind: 'conference', callSid, url, method, params: conferenceCallback(record, event, ++sent) });
    },
    settled: () => callbacks.settled(),
  };
}

/** The events of a conference, by the names used in `statusCallbackEvent`. */
type ConferenceEvent =
  | { name: 'start' }
  | { name: 'end'; label: string | null }
  | { name: 'join'; participant: Participant }
  | ({ name: 'leave'; participant: Participant } & Leaving);

/**
 * The parameters of a conference callback. Sequence numbers start at 1, and the day of the timestamp has no leading
 * zero.
 */
function conferenceCallback(record: ConferenceRecord, event: ConferenceEvent, sequence: number): Params {
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
  if (event.name === 'join') return participantParameters(event.participant);
  if (event.name === 'leave') {
    const { participant, reason, callStatus } = event;
    return { ...participantParameters(participant), ParticipantCallStatus: callStatus, ReasonParticipantLeft: reason };
  }
  const { endedByCallSid, reason } = record;
  return {
    ...(endedByCallSid !== null && { CallSidEndingConference: endedByCallSid }),
    ...(event.label !== null && { ParticipantLabelEndingConference: event.label }),
    ReasonConferenceEnded: reason ?? '',
    Reason: endedByCallSid === null ? 'Conference ended via API' : 'Participant ended the conference',
  };
}

function participantParameters({ leg, label, isMuted, startsOnEnter, endsOnExit }: Participant): Params {
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
