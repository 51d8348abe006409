import type { Clock } from '../clock/clock.ts';
import type { CallLine } from '../delivery/call-line.ts';
import { seededRandom } from '../random.ts';
import { type ConferenceRecord, newConferenceRecord } from '../truth/conference-record.ts';
import type { Truth } from '../truth/truth.ts';
import { tellConference } from './conference-events.ts';
import type { Entrant, Participant } from './participant.ts';
import { openRoom, type Room } from './room.ts';

/** The conferences that are not over. Of one name there is only one at a time. */
export interface Conferences {
  /** Opens the conference if there is none of that name; undefined if somebody in it has that label. */
  join(friendlyName: string, entrant: Entrant): Participant | undefined;
  /** Ends it for everybody; undefined if it is over already. */
  end(sid: string): ConferenceRecord | undefined;
  participantsOf(sid: string): readonly Participant[];
  list(): readonly Room[];
  /** Nobody is told of any end. */
  forgetAll(): void;
}

interface Parts {
  truth: Truth;
  clock: Clock;
  /** The way to who wants to hear of a conference; it suffers the faults of that seed. */
  openLine: (seed: string) => CallLine;
}

export function openConferences({ truth, clock, openLine }: Parts): Conferences {
  const rooms = new Map<string, Room>();
  const find = (sid: string): Room | undefined => rooms.values().find(({ record }) => record.sid === sid);

  const open = (friendlyName: string, { leg, subscription }: Entrant): Room => {
    const { accountSid, sid: firstCallSid } = leg.record;
    const sid = `CF${seededRandom(firstCallSid, 'conference', truth.conferences.total()).hex(32)}`;
    const record = newConferenceRecord({ sid, accountSid, friendlyName, createdAt: clock.now() });
    truth.addConference(record);
    const tell = tellConference(openLine(sid), record, subscription);
    const room = openRoom({ record, truth, clock, tell, onEnd: () => void rooms.delete(friendlyName) });
    rooms.set(friendlyName, room);
    return room;
  };
  return {
    join: (friendlyName, entrant) => (rooms.get(friendlyName) ?? open(friendlyName, entrant)).join(entrant),
    end(sid) {
      const room = find(sid);
      room?.end('conference-ended-via-api');
      return room?.record;
    },
    participantsOf: (sid) => find(sid)?.participants() ?? [],
    list: () => [...rooms.values()],
    forgetAll: () => rooms.clear(),
  };
}
