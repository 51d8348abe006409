import { rowIdParam } from '@trunkline/api-contract/http';
import { inboxCounts, inboxCountsQuery, inboxDetail, inboxPage, inboxQuery } from '@trunkline/api-contract/inbox';
import type { Scoped } from '@trunkline/db/connection';
import {
  COUNTED_UP_TO,
  countInbox,
  listInbox,
  searchInbox,
  type InboxFilter,
  type SearchPage,
} from '@trunkline/db/inbox';
import { INBOX_STATES, type InboxState, type SearchTerm } from '@trunkline/telephony/inbox';
import type { ApiConfig } from '../config.ts';
import { isRowId } from '../http/ids.ts';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { present, publicName, route, type Route } from '../http/route.ts';
import { allTime, lastDay, presentWindow } from '../http/time-window.ts';
import { toFilter } from './inbox-filter.ts';
import { presentCallback } from './present-callback.ts';
import { readCallback } from './read-callback.ts';
import { unknownCallback } from './stopped-callbacks.ts';

const about = { method: 'get', permission: 'inbox.read', tag: 'Inbox' } as const;

type Settings = Pick<ApiConfig, 'WEBHOOK_BASE_URL' | 'OWNED_PHONE_NUMBERS'>;

export const inboxRoutes = ({ WEBHOOK_BASE_URL: origin, OWNED_PHONE_NUMBERS: owned }: Settings): Route[] => [
  route(
    {
      ...about,
      operationId: 'listCallbacks',
      path: '/api/inbox',
      summary: 'List callbacks',
      description:
        'Lists callbacks, the latest first, with the numbers of callbacks of the window in each state. Default window: the last 24 hours; with `q` everything that is stored.',
      query: inboxQuery,
      answers: { 200: inboxPage },
    },
    async ({ read, query, request, response }) => {
      const position = readCursor(request);
      const window = query.q ? allTime(query) : lastDay(query);
      const from = position?.from ?? window.from; // the default window stays that of the first page
      const range = { receivedAfter: from ?? undefined, receivedBefore: query.received_before };
      const [found, counts] = await read(async (tx) => [
        await find(tx, query.q, { ...toFilter(query), ...range, beforeId: position?.after }, query.limit),
        query.counts === false ? {} : await countInbox(tx, range),
      ]);
      const json = {
        data: found.rows.map(present),
        page: pageOf(request, response, query.limit, lastOf(found, undefined, from)),
        window: presentWindow({ ...window, from }),
        search_complete: found.isComplete,
        counts,
        counts_capped: cappedIn(counts),
      };
      return { json };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getInboxCounts',
      path: '/api/inbox/counts',
      summary: 'Count callbacks',
      description:
        'Returns the numbers of callbacks in each state, or in some. Ask for a state when it is shown: completed callbacks take longest. Default window: the last 24 hours.',
      query: inboxCountsQuery,
      answers: { 200: inboxCounts },
    },
    async ({ read, query }) => {
      const window = lastDay(query);
      const range = { receivedAfter: window.from ?? undefined, receivedBefore: query.received_before };
      const counts = await read((tx) => countInbox(tx, range, query.state));
      return { json: { window: presentWindow(window), counts, counts_capped: cappedIn(counts) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getCallback',
      path: '/api/inbox/:id',
      summary: 'Get a callback',
      description:
        'Returns a callback with its payload, our answer, the same request as a curl command without its signature, and the entry in the log of the call that was made of it. Of a dead letter or a quarantined callback it says what applying it would change. What a person typed or said, and signatures of URLs, are shown to administrators only.',
      params: { id: rowIdParam('callback') },
      answers: { 200: inboxDetail },
    },
    async ({ read, params: { id }, may }) => {
      const found = isRowId(id) ? await read((tx) => readCallback(tx, id, owned)) : undefined;
      if (!found) throw unknownCallback();
      const shown = presentCallback(found.row, { origin, seesAll: may('inbox.replay') });
      const changes = found.changes?.map((change) => ({ ...change, field: publicName(change.field) })) ?? null;
      return { json: { ...shown, would_change: changes } };
    },
  ),
];

const cappedIn = (counts: Partial<Record<InboxState, number>>): InboxState[] =>
  INBOX_STATES.filter((state) => (counts[state] ?? 0) >= COUNTED_UP_TO);

const find = async (
  tx: Scoped,
  term: SearchTerm | undefined,
  filter: InboxFilter,
  limit: number,
): Promise<SearchPage> =>
  term ? searchInbox(tx, term, filter, limit) : { ...(await listInbox(tx, filter, limit)), isComplete: true };
