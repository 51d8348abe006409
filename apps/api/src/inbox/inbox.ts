import { inboxDetail, inboxPage, inboxQuery } from '@trunkline/api-contract/inbox';
import { COUNTED_UP_TO, countInbox, findInboxRow, listInbox } from '@trunkline/db/inbox';
import { INBOX_STATES } from '@trunkline/telephony/inbox';
import { toFilter } from './inbox-filter.ts';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { lastDay, presentWindow } from '../http/time-window.ts';

const about = { method: 'get', permission: 'inbox.read', tag: 'Inbox' } as const;

/** `GET /inbox`: callbacks, newest first, with counts for the window. `GET /inbox/:id`: one, with what it carried. */
export const inboxRoutes = (): Route[] => [
  route(
    {
      ...about,
      path: '/api/inbox',
      summary: 'Callbacks, the newest first, with counts for the window',
      query: inboxQuery,
      answers: { 200: inboxPage },
    },
    async ({ read, query, request, response }) => {
      const position = readCursor(request);
      const window = lastDay(query);
      const from = position?.from ?? window.from; // the default window does not move while one pages
      const range = { receivedAfter: from ?? undefined, receivedBefore: query.received_before };
      const [{ rows, hasMore }, counts] = await read(async (tx) => [
        await listInbox(tx, { ...toFilter(query), ...range, beforeId: position?.after }, query.limit),
        await countInbox(tx, range),
      ]);
      const last = hasMore ? { after: rows.at(-1)!.id, from } : null;
      const json = {
        data: rows.map(present),
        page: pageOf(request, response, query.limit, last),
        window: presentWindow({ ...window, from }),
        counts,
        counts_capped: INBOX_STATES.filter((state) => counts[state] >= COUNTED_UP_TO),
      };
      return { json };
    },
  ),
  route(
    {
      ...about,
      path: '/api/inbox/:id',
      summary: 'A callback with what it carried',
      answers: { 200: inboxDetail },
    },
    async ({ read, params }) => {
      const id = params['id']!;
      const row = isInboxId(id) ? await read((tx) => findInboxRow(tx, id)) : undefined;
      if (!row) throw new Problem('not_found', 'No callback with this id is kept.');
      return { json: present(row) };
    },
  ),
];

/** True for what fits a `bigint`. */
export const isInboxId = (text: string): boolean => /^\d{1,18}$/.test(text);
