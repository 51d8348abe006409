import type { ConferenceRecord } from '../../truth/conference-record.ts';
import { type Endpoint, type EndpointRequest, getConference, type RestParts } from '../endpoint.ts';
import { readPageRequest } from '../page.ts';
import { readChoice } from '../parameters.ts';
import { RestError } from '../rest-error.ts';
import { conferenceResource } from './conference-resource.ts';
import { listConferences, listParticipants } from './list-conferences.ts';

/** The endpoints of conferences and their participants. */
export const conferenceEndpoints: readonly Endpoint[] = [
  {
    name: 'conferences',
    pattern: /^\/Conferences\.json$/,
    answer: ({ truth, view }, request) => listConferences(truth, view, readPageRequest(request)),
  },
  {
    name: 'conference',
    pattern: /^\/Conferences\/([^/]+)\.json$/,
    answer: (parts, request, sid = '') => conferenceResource(getConference(parts, request, sid)),
  },
  {
    name: 'conferenceUpdate',
    method: 'POST',
    isCommand: true,
    pattern: /^\/Conferences\/([^/]+)\.json$/,
    answer: async (parts, request, sid = '') => conferenceResource(await updateConference(parts, request, sid)),
  },
  {
    name: 'participants',
    pattern: /^\/Conferences\/([^/]+)\/Participants\.json$/,
    answer(parts, request, sid = '') {
      const conference = getConference(parts, request, sid);
      return listParticipants(parts.scriptedCalls.conferences, conference, readPageRequest(request));
    },
  },
];

/** Ends a conference. Announcements are ignored. Throws 20001 if it is over. */
async function updateConference(parts: RestParts, request: EndpointRequest, sid: string): Promise<ConferenceRecord> {
  const shown = getConference(parts, request, sid);
  const { record } = parts.truth.conferences.find(shown.sid) ?? { record: shown };
  const status = readChoice(request.form, 'Status', ['completed']);
  if (record.status === 'completed') throw new RestError(400, 20001, 'Bad request');
  if (status) parts.scriptedCalls.conferences.end(record.sid);
  // Lets the participants leave before the answer is written.
  await new Promise(setImmediate);
  return record;
}
