import type { Clock } from '../clock/clock.ts';
import type { CallbackSender } from '../delivery/callback-sender.ts';
import { seededRandom } from '../random.ts';
import { type ConferenceRecord, newConferenceRecord } from '../truth/conference-record.ts';
import type { Truth } from '../truth/truth.ts';
import { openConferenceEvents } from './conference-events.ts';
import type { Participant, ParticipantOptions } from './participant.ts';
import { openRoom, type Room } from './room.ts';

/** All live conferences. There is only one of each name at a time. */
export interface Conferences {
  /** Creates the conference if there is none of that name. Undefined: the label is taken by another participant. */
  join(friendlyName: string, options: ParticipantOptions): Participant | undefined;
  /** Ends a conference for all participants. Undefined: it is not live. */
  end(sid: string): ConferenceRecord | undefined;
  participantsOf(sid: string): readonly Participant[];
  list(): readonly Room[];
  /** Removes all conferences without a callback. */
  removeAll(): void;
}

interface Parts {
  truth: Truth;
  clock: Clock;
  /** Sends a conference's callbacks, with the faults of that seed. */
  openSender: (seed: string) => CallbackSender;
}

export function openConferences({ truth, clock, openSender }: Parts): Conferences {
  const rooms = new Map<string, Room>();
  const find = (sid: string): Room | undefined => rooms.values().find(({ record }) => record.sid === sid);

  const open = (friendlyName: string, { leg, subscription }: ParticipantOptions): Room => {
    const { accountSid, sid: firstCallSid } = leg.record;
    const sid = `CF${seededRandom(firstCallSid, 'conference', truth.conferences.total()).hex(32)}`;
    const record = newConferenceRecord({ sid, accountSid, friendlyName, createdAt: clock.now() });
    truth.addConference(record);
    const events = openConferenceEvents(openSender(sid), record, subscription);
    const room = openRoom({ record, truth, clock, events, onEnd: () => void rooms.delete(friendlyName) });
    rooms.set(friendlyName, room);
    return room;
  };
  return {
    join: (friendlyName, options) => (rooms.get(friendlyName) ?? open(friendlyName, options)).join(options),
    end(sid) {
      const room = find(sid);
      room?.end('conference-ended-via-api');
      return room?.record;
    },
    participantsOf: (sid) => find(sid)?.participants() ?? [],
    list: () => [...rooms.values()],
    removeAll: () => rooms.clear(),
  };
}
