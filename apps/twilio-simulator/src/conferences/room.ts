import { later } from '../calls/session.ts';
import type { Clock } from '../clock/clock.ts';
import {
  type ConferenceRecord,
  type EndReason,
  enterConference,
  leaveConference,
  moveConference,
} from '../truth/conference-record.ts';
import type { Truth } from '../truth/truth.ts';
import type { TellConference } from './conference-events.ts';
import type { Entrant, Leaving, Participant } from './participant.ts';

/** One conference until its end. */
export interface Room {
  readonly record: ConferenceRecord;
  participants: () => readonly Participant[];
  /** Undefined if somebody in it has that label. */
  join(entrant: Entrant): Participant | undefined;
  end(reason: EndReason, by?: Participant): void;
}

interface Parts {
  record: ConferenceRecord;
  truth: Truth;
  clock: Clock;
  tell: TellConference;
  onEnd: () => void;
}

export function openRoom({ record, truth, clock, tell, onEnd }: Parts): Room {
  const inside = new Map<Participant, AbortController>();
  const beginning = new AbortController();
  const change = (apply: (at: number) => void): void => truth.changeConference(record, () => apply(clock.now()));

  /** Two are needed, and one of them for whom it begins. */
  const maybeBegin = (): void => {
    const isReady = inside.size > 1 && inside.keys().some(({ startsOnEnter }) => startsOnEnter);
    if (!isReady || beginning.signal.aborted) return;
    change((at) => moveConference(record, 'in-progress', at));
    tell.send({ name: 'start' });
    beginning.abort();
  };
  const remove = (participant: Participant, { reason, callStatus }: Leaving): boolean => {
    const out = inside.get(participant);
    if (!out) return false;
    inside.delete(participant);
    change((at) => leaveConference(record, participant.leg.record.sid, reason, at));
    tell.send({ name: 'leave', participant, reason, callStatus });
    out.abort();
    return true;
  };
  const end: Room['end'] = (reason, by) => {
    const why = reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference';
    const others = [...inside.keys()];
    for (const participant of others) remove(participant, { reason: why, callStatus: 'in-progress' });
    change((at) => moveConference(record, 'completed', at, { reason, endedByCallSid: by?.leg.record.sid ?? null }));
    tell.send({ name: 'end', label: by?.label ?? null });
    onEnd();
    const last = by ?? others[0];
    if (last) later(last.play, tell.settled());
  };
  const leave = (participant: Participant, how: Leaving): void => {
    if (!remove(participant, how)) return;
    if (participant.endsOnExit) end('participant-with-end-conference-on-exit-left', participant);
    else if (inside.size === 0) end('last-participant-left', participant);
  };
  return {
    record,
    participants: () => [...inside.keys()],
    join(entrant) {
      const { leg, label } = entrant;
      if (label !== null && inside.keys().some((other) => other.label === label)) return undefined;
      const out = new AbortController();
      const begun = AbortSignal.any([beginning.signal, out.signal]);
      const joinedAt = clock.now();
      const participant: Participant = {
        ...entrant,
        joinedAt,
        begun,
        out: out.signal,
        leave: (how) => leave(participant, how),
      };
      inside.set(participant, out);
      change((at) => enterConference(record, leg.record.sid, label, at));
      tell.send({ name: 'join', participant });
      maybeBegin();
      return participant;
    },
    end,
  };
}
