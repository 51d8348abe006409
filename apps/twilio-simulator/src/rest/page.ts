import { invalidParameter, RestError } from './rest-error.ts';

/** A request for one page of a list. */
export interface PageRequest {
  /** The path of the list, without query. */
  path: string;
  query: URLSearchParams;
  page: number;
  size: number;
  /** `PA<anchor>`: the items behind the anchor; `PB<anchor>`: those before it. */
  token: { side: 'behind' | 'before'; anchor: string } | undefined;
}

export function readPageRequest({ path, query }: Pick<PageRequest, 'path' | 'query'>): PageRequest {
  const number = (name: string, defaultValue: number, min: number): number => {
    const text = query.get(name) ?? '';
    if (text === '') return defaultValue;
    if (!/^\d+$/.test(text) || Number(text) < min) throw invalidParameter(name, text);
    return Number(text);
  };
  const size = number('PageSize', 50, 1);
  if (size > maxSize) throw new RestError(400, 20007, `Page size too large: ${size}, at most ${maxSize}`);
  return { path, query, page: number('Page', 0, 0), size, token: readToken(query.get('PageToken')) };
}

const maxSize = 1000;

function readToken(text: string | null): PageRequest['token'] {
  if (!text) return undefined;
  const [, side, anchor = ''] = /^(PA|PB)(\w+)$/.exec(text) ?? [];
  if (!side) throw invalidParameter('PageToken', text);
  return { side: side === 'PA' ? 'behind' : 'before', anchor };
}

interface Found<R> {
  items: readonly R[];
  /** The anchors of the neighbouring pages; undefined: there is no such page. */
  next: string | undefined;
  previous: string | undefined;
}

/** Twilio's envelope around the items of a page. */
export function pageOf<K extends string, R extends object>(key: K, request: PageRequest, found: Found<R>) {
  const { page, size, query } = request;
  const { items, next, previous } = found;
  return {
    ...({ [key]: items } as Record<K, readonly R[]>),
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(0, items.length - 1),
    uri: pageUri(request, page, query.get('PageToken') ?? undefined),
    first_page_uri: pageUri(request, 0),
    next_page_uri: next === undefined ? null : pageUri(request, page + 1, `PA${next}`),
    previous_page_uri: previous === undefined ? null : pageUri(request, Math.max(0, page - 1), `PB${previous}`),
  };
}

function pageUri({ path, query, size }: PageRequest, page: number, token?: string): string {
  const next = new URLSearchParams(query);
  next.set('PageSize', String(size));
  next.set('Page', String(page));
  next.delete('PageToken');
  if (token) next.set('PageToken', token);
  return `${path}?${next.toString()}`;
}

/** One page of a short list. Its page tokens are positions. */
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
