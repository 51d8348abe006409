import { type ConferenceRecord, conferenceStatuses } from '../../truth/conference-record.ts';
import type { Truth } from '../../truth/truth.ts';
import { listBook } from '../list-records.ts';
import type { PageRequest } from '../page.ts';
import { isWithin, readDays, readText } from '../parameters.ts';
import { invalidParameter } from '../rest-error.ts';
import type { RestView } from '../rest-view.ts';
import { conferenceResource } from './conference-resource.ts';

/** One page of conferences; without a status only of those in progress. */
export function listConferences({ conferences }: Truth, view: RestView, request: PageRequest) {
  const { query } = request;
  refuseTimes(query);
  const created = readDays(query, 'DateCreated');
  const updated = readDays(query, 'DateUpdated');
  const status = readText(query, 'Status', conferenceStatuses) ?? 'in-progress';
  const friendlyName = readText(query, 'FriendlyName');
  const listing = {
    key: 'conferences' as const,
    book: conferences,
    shown: view.shown<ConferenceRecord>,
    toResource: conferenceResource,
  };
  const selection = {
    isWanted: (record: ConferenceRecord) =>
      record.status === status &&
      (friendlyName === undefined || record.friendlyName === friendlyName) &&
      isWithin(created, record.createdAt) &&
      isWithin(updated, record.updatedAt),
    createdBefore: created?.until,
    createdFrom: created?.from,
  };
  return listBook(listing, selection, request);
}

/** Only whole days can be asked for here. */
function refuseTimes(query: URLSearchParams): void {
  for (const [name, value] of query)
    if (/^Date(?:Created|Updated)[<>]?$/.test(name) && value.length > 10) throw invalidParameter(name, value);
}
