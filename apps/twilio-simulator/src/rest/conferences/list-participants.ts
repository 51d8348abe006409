import type { Conferences } from '../../conferences/conferences.ts';
import type { ConferenceRecord } from '../../truth/conference-record.ts';
import { pageByNumber } from '../page-by-number.ts';
import type { PageRequest } from '../page.ts';
import { participantResource } from './conference-resource.ts';

/** One page of who is in a conference, the last one to join first; nobody once it is over. */
export function listParticipants(conferences: Conferences, conference: ConferenceRecord, request: PageRequest) {
  const inside = conferences.participantsOf(conference.sid).toReversed();
  return pageByNumber('participants', request, inside, (each) => participantResource(conference, each));
}
