import { type PageRequest, pageOf } from './page.ts';
import { invalidParameter } from './rest-error.ts';

/** One page of a list that is short and whose pages simply hang on how many come before. */
export function pageByNumber<K extends string, T, R extends object>(
  key: K,
  request: PageRequest,
  all: readonly T[],
  toResource: (each: T) => R,
) {
  const { size, token, query } = request;
  const anchor = Number(token?.anchor ?? 0);
  if (Number.isNaN(anchor)) throw invalidParameter('PageToken', String(query.get('PageToken')));
  const start = token?.side === 'before' ? Math.max(0, anchor - size) : anchor;
  const items = all.slice(start, start + size).map((each) => toResource(each));
  const end = start + items.length;
  return pageOf(key, request, {
    items,
    next: end < all.length ? String(end) : undefined,
    previous: start > 0 ? String(start) : undefined,
  });
}
