import type { RecordStore } from '../truth/record-store.ts';
import { type Entry, type TimedRecord, positionOf } from '../truth/time-order.ts';
import { pageOf, type PageRequest } from './page.ts';
import { invalidParameter } from './rest-error.ts';

/** What a list shows of a book. The bounds spare a walk through everything; `isWanted` decides. */
export interface Selection<T> {
  matches(record: T): boolean;
  /** Only the children of this one. */
  parentSid?: string | undefined;
  /** Nothing that was created from here on, nothing that was created earlier. */
  createdBefore?: number | undefined;
  createdFrom?: number | undefined;
}

export interface Listing<T extends TimedRecord, K extends string, R extends object> {
  key: K;
  store: RecordStore<T>;
  /** As REST shows it now; undefined if it does not know it yet. */
  shown(record: T): T | undefined;
  toResource(record: T): R;
}

/** One page, newest first. Pages hang on an item, not on a number: what comes new shifts nothing. */
export function listRecords<T extends TimedRecord, K extends string, R extends object>(
  listing: Listing<T, K, R>,
  selection: Selection<T>,
  request: PageRequest,
) {
  const { size, token } = request;
  const anchor = token && listing.store.find(token.anchor);
  if (token && !anchor) throw invalidParameter('PageToken', String(request.query.get('PageToken')));
  const isBackward = token?.side === 'before';
  const found = take(listing, selection, { anchor, isBackward, count: size + 1 });
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

function take<T extends TimedRecord>(
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
