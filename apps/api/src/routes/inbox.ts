import { COUNTED_UP_TO, countInbox, findInboxRow, INBOX_STATES, listInbox, type Database } from '@trunkline/db';
import { Router } from 'express';
import { inboxQuery, toFilter } from '../inbox-query.ts';
import { pageOf, readCursor } from '../page.ts';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';
import { readQuery } from '../read-input.ts';
import { lastDay, presentWindow } from '../time-window.ts';

/** `GET /inbox`: callbacks, newest first, with counts for the window. `GET /inbox/:id`: one, with what it carried. */
export function inboxRoutes(db: Database): Router {
  const router = Router();
  router.get('/inbox', async (request, response) => {
    const query = readQuery(inboxQuery, request);
    const position = readCursor(request);
    const window = lastDay(query);
    const from = position?.from ?? window.from; // the default window does not move while one pages
    const range = { receivedAfter: from ?? undefined, receivedBefore: query.received_before };
    const [{ rows, hasMore }, counts] = await Promise.all([
      listInbox(db.pool, { ...toFilter(query), ...range, beforeId: position?.after }, query.limit),
      countInbox(db.pool, range),
    ]);
    const last = hasMore ? { after: rows.at(-1)!.id, from } : null;
    response.json({
      data: rows.map(present),
      page: pageOf(request, response, query.limit, last),
      window: presentWindow({ ...window, from }),
      counts,
      counts_capped: INBOX_STATES.filter((state) => counts[state] >= COUNTED_UP_TO),
    });
  });
  router.get('/inbox/:id', async (request, response) => {
    const { id } = request.params;
    const row = isInboxId(id) ? await findInboxRow(db.pool, id) : undefined;
    if (!row) throw new Problem('not_found', 'No callback with this id is kept.');
    response.json(present(row));
  });
  return router;
}

/** True for what fits a `bigint`. */
export const isInboxId = (text: string): boolean => /^\d{1,18}$/.test(text);
