import type { Page, PageAt, Scoped } from '@trunkline/db/connection';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ROW_ID } from './ids.ts';
import { Problem } from './problem.ts';
import { present, type Answer, type RouteContext } from './route.ts';

/** The row that a page begins after, and the default window that the first page used. */
const position = z.strictObject({
  after: z.string().max(64),
  from: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
  filters: z.string(),
});
export type Position = Omit<z.output<typeof position>, 'filters'>;

type ListContext = Pick<RouteContext, 'read' | 'request' | 'response'> & { query: { limit: number } };
type PageOptions<Row> = {
  /** What a cursor of this list contains. Default: the id of a row. */
  cursor?: RegExp;
  /** What the cursor after this row contains. Default: its `id`. */
  cursorOf?: (row: Row) => string;
  /** A row as JSON. Default: `present`. */
  item?: (row: Row) => object;
};

/** Rows of a list: up to the last one that was asked for, or up to the position `next`, undefined on the last page. */
type Found<Row> = Page<Row> | { rows: Row[]; next: string | undefined };

/** Answers with one page of a list in the envelope of all lists: `{ data, page }`. */
export async function answerPage<Row extends object>(
  context: ListContext,
  list: (tx: Scoped, at: PageAt) => Promise<Found<Row>>,
  { cursor, cursorOf = idOf, item = present }: PageOptions<Row> = {},
): Promise<Answer> {
  const { read, request, response, query } = context;
  const at = { after: readCursor(request, cursor)?.after, limit: query.limit };
  const found = await read((tx) => list(tx, at));
  const page = pageOf(request, response, query.limit, lastOf(found, cursorOf));
  return { json: { data: found.rows.map(item), page } };
}

const idOf = (row: object): string => String((row as { id: unknown }).id);

/** The position of the next page; null on the last one. `from` is the default window of the first page, if it had one. */
export function lastOf<Row extends object>(
  found: Found<Row>,
  cursorOf: (row: Row) => string = idOf,
  from: Date | null = null,
): Position | null {
  if ('next' in found) return found.next === undefined ? null : { after: found.next, from };
  const last = found.rows.at(-1);
  return found.hasMore && last ? { after: cursorOf(last), from } : null;
}

/** The position in `?cursor=`. Throws a 400 for a cursor of another list or of other filters. */
export function readCursor(request: Request, id: RegExp = ROW_ID): Position | undefined {
  const { cursor } = request.query;
  if (typeof cursor !== 'string') return undefined;
  const { filters, ...rest } = parseCursor(cursor, id);
  if (filters === fingerprint(request)) return rest;
  throw new Problem(
    'cursor_mismatch',
    'A cursor belongs to the filters of its first page. Send the same filters, or start without a cursor.',
  );
}

/** The `page` of a list. Sets the Link header unless it is the last page. */
export function pageOf(request: Request, response: Response, limit: number, last: Position | null) {
  if (!last) return { next_cursor: null, has_more: false, limit };
  const json = JSON.stringify({ ...last, filters: fingerprint(request) });
  const cursor = Buffer.from(json).toString('base64url');
  const next = new URLSearchParams({ ...(request.query as Record<string, string>), cursor });
  response.links({ next: `${request.baseUrl}${request.path}?${next.toString()}` });
  return { next_cursor: cursor, has_more: true, limit };
}

function parseCursor(cursor: string, id: RegExp): z.output<typeof position> {
  try {
    const read = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (id.test(read.after)) return read;
    throw new TypeError('The position names no row');
  } catch {
    throw new Problem('malformed_request', 'cursor: not a cursor of this API. Start without a cursor.');
  }
}

function fingerprint({ baseUrl, path, query }: Request): string {
  const { cursor: _, limit: __, ...filters } = query;
  const sorted = Object.entries(filters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([baseUrl + path, sorted]))
    .digest('base64url')
    .slice(0, 16);
}
