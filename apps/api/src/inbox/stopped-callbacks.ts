import type { deadLettersQuery } from '@trunkline/api-contract/inbox';
import { groupErrors, listInbox, type ChangeOutcome } from '@trunkline/db/inbox';
import type { InboxState, STOPPED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, type Answer, type RouteContext, type RouteSpec } from '../http/route.ts';
import { allTime, presentWindow } from '../http/time-window.ts';
import { toCallbackFilter } from './inbox-filter.ts';

type Listing = RouteContext<RouteSpec & { query: typeof deadLettersQuery }>;

/** Handles a list of callbacks that wait for a person, with their groups by kind and error. */
export const listStopped =
  (state: (typeof STOPPED_INBOX_STATES)[number]) =>
  async ({ read, query, request, response }: Listing): Promise<Answer> => {
    const position = readCursor(request);
    const window = allTime(query);
    const range = { receivedAfter: query.received_after, receivedBefore: query.received_before };
    const filter = { ...toCallbackFilter(query), states: [state], ...range };
    const [found, groups] = await read(async (tx) => [
      await listInbox(tx, { ...filter, beforeId: position?.after }, query.limit),
      await groupErrors(tx, filter),
    ]);
    const json = {
      data: found.rows.map(present),
      page: pageOf(request, response, query.limit, lastOf(found, undefined, window.from)),
      window: presentWindow(window),
      groups: groups.map(present),
    };
    return { json };
  };

/** Throws the problem of a callback that does not exist, or that `refusal` makes of one in another state. */
export function requireChanged(result: ChangeOutcome, refusal: (state: InboxState) => Problem): void {
  if (result.outcome === 'unknown') throw unknownCallback();
  if (result.outcome === 'other-state') throw refusal(result.state);
}

export const unknownCallback = (): Problem => new Problem('not_found', 'No callback with this id is stored.');
