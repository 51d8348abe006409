import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { flag, paging, storedText } from '../http/request-values.ts';

const screen = described(
  z.string().regex(/^[a-z][a-z-]{0,39}$/, { error: 'expected the name of a screen such as calls' }),
  'Name of the screen',
  'calls',
);
const name = described(storedText(100), 'Name of the view; unique for its owner and screen', 'Failed today');
const query = described(
  z
    .string()
    .max(2000)
    .regex(/^[!-"$-~]*$/, { error: 'expected a query string, percent-encoded' }),
  'Query string of the screen, without `?`',
  'status=failed&sort=-started_at',
);
const shared = 'True if the staff sees it. Readers and clients share none';

export const viewToCreate = z
  .strictObject({ screen, name, query, is_shared: described(z.boolean().default(false), shared, false) })
  .meta({ id: 'ViewToCreate' });

export const viewChange = z
  .strictObject({
    screen: screen.optional(),
    name: name.optional(),
    query: query.optional(),
    is_shared: described(z.boolean().optional(), shared, true),
  })
  .meta({ id: 'ViewChange' });

export const view = z
  .object({
    id: rowId,
    owner: described(z.string(), 'UUID of the user, or operator', 'operator'),
    owner_name: described(z.string().nullable(), 'Name of the user', 'amara'),
    screen,
    name,
    query,
    is_shared: described(z.boolean(), shared, false),
    may_change: described(z.boolean(), 'True if the principal may change and delete it', true),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'View', description: 'A screen with its filters, under a name' });

export const viewsQuery = z.strictObject({
  screen: described(screen.optional(), 'Only views of the screen with this name', 'calls'),
  own: flag('Only views of one’s own'),
  ...paging,
});

export const viewsPage = listOf(view).meta({ id: 'ViewsPage' });
