import { callAttemptsPage, callAttemptsQuery } from '@trunkline/api-contract/campaigns';
import { listCallAttempts } from '@trunkline/db/campaigns';
import { answerPage } from '../http/page.ts';
import { route, type Route } from '../http/route.ts';

export const callAttemptRoutes = (): Route[] => [
  route(
    {
      operationId: 'listCallAttempts',
      method: 'get',
      path: '/api/call-attempts',
      permission: 'campaigns.read',
      tag: 'Campaigns',
      summary: 'List the calls of campaigns',
      description:
        'Lists calls of campaigns, the latest first, each with its last domain event, the state of the contact and the consent.',
      query: callAttemptsQuery,
      answers: { 200: callAttemptsPage },
    },
    async (context) => {
      const { query } = context;
      const filter = {
        campaignId: query.campaign_id,
        contactId: query.contact_id,
        callSid: query.call_sid,
        contactStates: query.contact_state,
        campaignEvents: query.event_type,
        consents: query.consent,
      };
      return answerPage(context, (tx, at) => listCallAttempts(tx, filter, at));
    },
  ),
];
