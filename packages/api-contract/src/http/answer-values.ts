import { z } from 'zod';
import { described, exampleSid } from './described.ts';

/** A time in UTC. */
export const timestamp = z.iso.datetime().meta({ examples: ['2026-01-31T14:00:00.000Z'] });

/** The id of a row: digits as text, as it may exceed the exact integers of JavaScript. */
export const rowId = z
  .string()
  .regex(/^\d+$/)
  .meta({ examples: ['7461200000000042'] });

export const callSid = z.string().meta({ examples: [exampleSid('CA')] });
export const recordingSid = z.string().meta({ examples: [exampleSid('RE')] });

/** The duration of a call or recording. */
export const duration = described(z.int().nullable(), 'Whole seconds; null while unknown', 29);

/** The position of a list. */
export const page = z
  .object({
    next_cursor: described(z.string().nullable(), 'Send it as `cursor` to get the next page; null on the last page'),
    has_more: described(z.boolean(), 'True unless this is the last page'),
    limit: described(z.int(), 'Maximal number of items on a page', 50),
  })
  .meta({ id: 'Page' });

/** The window of times that a list shows. */
export const window = described(
  z.object({
    from: described(timestamp.nullable(), 'Inclusive; null: no limit'),
    to: described(timestamp.nullable(), 'Exclusive; null: no limit'),
    default: described(z.boolean(), 'True if the request gave neither'),
  }),
  'The window of the list',
);

/** A page of a list. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), page });

/** JSON as it was received or recorded, of no promised shape. */
export const anything = z.unknown();

/** An answer without a body. */
export const nothing = z.undefined();
