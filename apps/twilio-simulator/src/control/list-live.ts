import type { LiveCall } from '../calls/session.ts';
import { conferenceResource, participantResource } from '../rest/conferences/conference-resource.ts';
import type { RestParts } from '../rest/find-shown.ts';
import { callTruth } from './list-truth.ts';

/** What is going on at this moment, without the delays of REST: legs, with their recordings, and conferences. */
export function listLive({ truth, live, placed }: RestParts) {
  const conferences = placed.conferences.list();
  const whereabouts = new Map(
    conferences.flatMap(({ record, participants }) =>
      participants().map(({ leg }): [string, string] => [leg.record.sid, record.sid]),
    ),
  );
  const toJson = ({ leg }: LiveCall) => {
    const { sid } = leg.record;
    const booked = truth.calls.find(sid);
    return booked && { ...callTruth(truth, booked), conference_sid: whereabouts.get(sid) ?? null };
  };
  return {
    calls: Array.from(live.values(), toJson),
    conferences: conferences.map(({ record, participants }) => ({
      ...conferenceResource(record),
      participants: participants().map((each) => participantResource(record, each)),
    })),
  };
}
