import type { RecordStore } from '../truth/record-store.ts';
import { type Entry, type TimedRecord, positionOf } from '../truth/time-order.ts';
import { pageOf, type PageRequest } from './page.ts';
import { invalidParameter } from './rest-error.ts';

/** Which records a list shows: those that `matches`. The bounds limit how many are examined. */
export interface Selection<T> {
  matches(record: T): boolean;
  /** Only records of this parent. */
  parentSid?: string | undefined;
  /** Records created at or after the first, or before the second, are not examined. */
  createdBefore?: number | undefined;
  createdFrom?: number | undefined;
}

export interface Listing<T extends TimedRecord, K extends string, R extends object> {
  key: K;
  store: RecordStore<T>;
  /** The record as REST shows it now; undefined: not yet. */
  shown(record: T): T | undefined;
  toResource(record: T): R;
}

/** One page, newest first. Page tokens name a record, so that new records shift no page. */
export function listRecords<T extends TimedRecord, K extends string, R extends object>(
  listing: Listing<T, K, R>,
  selection: Selection<T>,
  request: PageRequest,
) {
  const { size, token } = request;
  const anchor = token && listing.store.find(token.anchor);
  if (token && !anchor) throw invalidParameter('PageToken', String(request.query.get('PageToken')));
  const isBackward = token?.side === 'before';
  const found = collect(listing, selection, { anchor, isBackward, count: size + 1 });
  const hasMore = found.length > size;
  const records = isBackward ? found.slice(0, size).toReversed() : found.slice(0, size);
  return pageOf(listing.key, request, {
    items: records.map((record) => listing.toResource(record)),
    next: isBackward || hasMore ? records.at(-1)?.sid : undefined,
    previous: (isBackward ? hasMore : anchor) ? records[0]?.sid : undefined,
  });
}

interface Walk<T> {
  anchor: Entry<T> | undefined;
  isBackward: boolean;
  count: number;
}

function collect<T extends TimedRecord>(
  { store, shown }: Pick<Listing<T, string, object>, 'store' | 'shown'>,
  selection: Selection<T>,
  { anchor, isBackward, count }: Walk<T>,
): T[] {
  const { parentSid, createdBefore = Number.POSITIVE_INFINITY, createdFrom = Number.NEGATIVE_INFINITY } = selection;
  const start = anchor ? positionOf(anchor) : { createdAt: createdBefore, n: 0 };
  const found: T[] = [];
  for (const { record } of isBackward ? store.newer(start, parentSid) : store.older(start, parentSid)) {
    if (isBackward ? record.createdAt >= createdBefore : record.createdAt < createdFrom) break;
    const shownRecord = shown(record);
    if (shownRecord && selection.matches(shownRecord)) found.push(shownRecord);
    if (found.length === count) break;
  }
  return found;
}
