import { callAttemptsPage, callAttemptsQuery } from '@trunkline/api-contract/campaigns';
import { listCallAttempts } from '@trunkline/db/campaigns';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { route, type Route } from '../http/route.ts';

/** `GET /api/call-attempts`: the calls of campaigns, each with its last domain event and the consent of who was called. */
export const callAttemptRoutes = (): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/call-attempts',
      permission: 'campaigns.read',
      tag: 'Campaigns',
      summary: 'Calls of campaigns, the latest first',
      query: callAttemptsQuery,
      answers: { 200: callAttemptsPage },
    },
    async ({ read, query, request, response }) => {
      const filter = {
        campaignId: query.campaign_id,
        contactId: query.contact_id,
        callSid: query.call_sid,
        contactStates: query.contact_state,
        campaignEvents: query.event_type,
        consents: query.consent,
      };
      const at = { after: readCursor(request)?.after, limit: query.limit };
      const { rows, hasMore } = await read((tx) => listCallAttempts(tx, filter, at));
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, query.limit, last) } };
    },
  ),
];
