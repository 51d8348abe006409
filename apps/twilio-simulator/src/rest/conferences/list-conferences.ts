import type { Conferences } from '../../conferences/conferences.ts';
import { type ConferenceRecord, conferenceStatuses } from '../../truth/conference-record.ts';
import type { Truth } from '../../truth/truth.ts';
import { listRecords } from '../list-records.ts';
import { pageByNumber, type PageRequest } from '../page.ts';
import { isWithin, readDays, readText } from '../parameters.ts';
import { invalidParameter } from '../rest-error.ts';
import type { RestView } from '../rest-view.ts';
import { conferenceResource, participantResource } from './conference-resource.ts';

/** One page of conferences. Default `Status`: `in-progress`. */
export function listConferences({ conferences }: Truth, view: RestView, request: PageRequest) {
  const { query } = request;
  rejectTimes(query);
  const created = readDays(query, 'DateCreated');
  const updated = readDays(query, 'DateUpdated');
  const status = readText(query, 'Status', conferenceStatuses) ?? 'in-progress';
  const friendlyName = readText(query, 'FriendlyName');
  const listing = {
    key: 'conferences' as const,
    store: conferences,
    shown: view.shown<ConferenceRecord>,
    toResource: conferenceResource,
  };
  const selection = {
    matches: (record: ConferenceRecord) =>
      record.status === status &&
      (friendlyName === undefined || record.friendlyName === friendlyName) &&
      isWithin(created, record.createdAt) &&
      isWithin(updated, record.updatedAt),
    createdBefore: created?.until,
    createdFrom: created?.from,
  };
  return listRecords(listing, selection, request);
}

/** The dates of conferences have no time. */
function rejectTimes(query: URLSearchParams): void {
  for (const [name, value] of query)
    if (/^Date(?:Created|Updated)[<>]?$/.test(name) && value.length > 10) throw invalidParameter(name, value);
}

/** One page of the participants of a live conference, latest first. Empty once it is over. */
export function listParticipants(conferences: Conferences, conference: ConferenceRecord, request: PageRequest) {
  const inside = conferences.participantsOf(conference.sid).toReversed();
  return pageByNumber('participants', request, inside, (each) => participantResource(conference, each));
}
