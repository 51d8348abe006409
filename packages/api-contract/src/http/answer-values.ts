import { z } from 'zod';

/** A time in UTC. */
export const timestamp = z.iso.datetime().meta({ example: '2026-01-31T14:00:00.000Z' });

/** The number of a row: text, since it may be larger than numbers of JavaScript are exact. */
export const rowId = z.string().regex(/^\d+$/).meta({ example: '7461200000000042' });

/** Where a list goes on. */
export const page = z
  .object({ next_cursor: z.string().nullable(), has_more: z.boolean(), limit: z.int() })
  .meta({ id: 'Page' });

/** A page of a list. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), page });

/** JSON as it was received or noted; it has no shape that is promised. */
export const anything = z.unknown();

/** An answer without a body. */
export const nothing = z.undefined();
