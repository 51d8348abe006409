import { type PageRequest, pageOf } from './page.ts';
import { readDays, readText } from './read-query.ts';

/** One page of conferences: always an empty one, because no scenario holds a conference. */
export function listConferences(request: PageRequest) {
  readDays(request.query, 'DateCreated');
  readDays(request.query, 'DateUpdated');
  readText(request.query, 'Status', ['init', 'in-progress', 'completed']);
  return pageOf('conferences', request, { items: [] as object[], next: undefined, previous: undefined });
}
