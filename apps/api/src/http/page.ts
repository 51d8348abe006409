import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from './problem.ts';

/** Where a list goes on: after which row, and the default window it began with. */
const position = z.strictObject({
  after: z.string().max(64),
  from: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
  filters: z.string(),
});
export type Position = Omit<z.output<typeof position>, 'filters'>;

const ROW_NUMBER = /^\d{1,18}$/;

/** The position in `?cursor=`, if there is one. It goes with the filters it was given out for, and with no others. */
export function readCursor(request: Request, id: RegExp = ROW_NUMBER): Position | undefined {
  const { cursor } = request.query;
  if (typeof cursor !== 'string') return undefined;
  const { filters, ...rest } = parseCursor(cursor, id);
  if (filters === fingerprint(request)) return rest;
  throw new Problem(
    'cursor_mismatch',
    'Keep the filters of the first page while paging, or start again without cursor.',
  );
}

/** The envelope of every list; `last` is the row that the next page follows, and null on the last page. */
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
    throw new Problem('malformed_request', 'cursor: not one that this API gave out. Start again without it.');
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
