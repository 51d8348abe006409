import { addBackground } from '../calls/session.ts';
import type { Clock } from '../clock/clock.ts';
import {
  type ConferenceRecord,
  type EndReason,
  enterConference,
  leaveConference,
  moveConference,
} from '../truth/conference-record.ts';
import type { Truth } from '../truth/truth.ts';
import type { ConferenceEvents } from './conference-events.ts';
import type { ParticipantOptions, Leaving, Participant } from './participant.ts';

/** One live conference. */
export interface Room {
  readonly record: ConferenceRecord;
  participants: () => readonly Participant[];
  /** Undefined: the label is taken by another participant. */
  join(options: ParticipantOptions): Participant | undefined;
  end(reason: EndReason, by?: Participant): void;
}

interface Parts {
  record: ConferenceRecord;
  truth: Truth;
  clock: Clock;
  events: ConferenceEvents;
  onEnd: () => void;
}

export function openRoom({ record, truth, clock, events, onEnd }: Parts): Room {
  const participants = new Map<Participant, AbortController>();
  const starting = new AbortController();
  const change = (apply: (at: number) => void): void => truth.changeConference(record, () => apply(clock.now()));

  /** A conference starts with two participants, one of whom has `startConferenceOnEnter`. */
  const startIfReady = (): void => {
    const isReady = participants.size > 1 && participants.keys().some(({ startsOnEnter }) => startsOnEnter);
    if (!isReady || starting.signal.aborted) return;
    change((at) => moveConference(record, 'in-progress', at));
    events.send({ name: 'start' });
    starting.abort();
  };
  const remove = (participant: Participant, { reason, callStatus }: Leaving): boolean => {
    const left = participants.get(participant);
    if (!left) return false;
    participants.delete(participant);
    change((at) => leaveConference(record, participant.leg.record.sid, reason, at));
    events.send({ name: 'leave', participant, reason, callStatus });
    left.abort();
    return true;
  };
  const end: Room['end'] = (reason, by) => {
    const why = reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference';
    const others = [...participants.keys()];
    for (const participant of others) remove(participant, { reason: why, callStatus: 'in-progress' });
    change((at) => moveConference(record, 'completed', at, { reason, endedByCallSid: by?.leg.record.sid ?? null }));
    events.send({ name: 'end', label: by?.label ?? null });
    onEnd();
    const last = by ?? others[0];
    if (last) addBackground(last.session, events.settled());
  };
  const leave = (participant: Participant, how: Leaving): void => {
    if (!remove(participant, how)) return;
    if (participant.endsOnExit) end('participant-with-end-conference-on-exit-left', participant);
    else if (participants.size === 0) end('last-participant-left', participant);
  };
  return {
    record,
    participants: () => [...participants.keys()],
    join(options) {
      const { leg, label } = options;
      if (label !== null && participants.keys().some((other) => other.label === label)) return undefined;
      const left = new AbortController();
      const started = AbortSignal.any([starting.signal, left.signal]);
      const joinedAt = clock.now();
      const participant: Participant = {
        ...options,
        joinedAt,
        started,
        left: left.signal,
        leave: (how) => leave(participant, how),
      };
      participants.set(participant, left);
      change((at) => enterConference(record, leg.record.sid, label, at));
      events.send({ name: 'join', participant });
      startIfReady();
      return participant;
    },
    end,
  };
}
