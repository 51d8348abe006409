import {
  campaign,
  campaignParam,
  campaignsPage,
  campaignsQuery,
  campaignToSave,
} from '@trunkline/api-contract/campaigns';
import { findCampaign, listCampaigns, saveCampaign } from '@trunkline/db/campaigns';
import type { Scoped } from '@trunkline/db/connection';
import { randomUUID } from 'node:crypto';
import type { ApiConfig } from '../config.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { dialogueRules, refuseUnreachable } from '../http/refuse-unreachable.ts';
import { present, route, type Route } from '../http/route.ts';

const CAMPAIGN_ID = /^[\w.-]{1,64}$/;
const about = { tag: 'Campaigns', path: '/api/campaigns' } as const;

export const campaignRoutes = (config: ApiConfig): Route[] => [
  route(
    {
      ...about,
      operationId: 'listCampaigns',
      method: 'get',
      permission: 'campaigns.read',
      summary: 'List campaigns',
      description:
        'Lists campaigns in the order of their ids. A campaign is known once a callback names it, or once it is saved.',
      query: campaignsQuery,
      answers: { 200: campaignsPage },
    },
    async (context) => answerPage(context, (tx, at) => listCampaigns(tx, at), { cursor: CAMPAIGN_ID }),
  ),
  route(
    {
      ...about,
      operationId: 'saveCampaign',
      method: 'post',
      permission: 'campaigns.manage',
      summary: 'Save a campaign',
      description:
        'Creates a campaign (201), or changes the one with this id (200). Fields that are left out keep their value. In production a dialogue_url that is not https, or that leads into a private network, is refused (422).',
      body: campaignToSave,
      idempotent: true,
      sends: ['Location'],
      answers: { 200: campaign, 201: campaign },
    },
    async ({ change, body: { id = randomUUID(), name, dialogue_url: dialogueUrl, language }, response }) => {
      if (dialogueUrl != null) await refuseUnreachable(dialogueUrl, dialogueRules(config));
      const entry = { event: 'campaign.saved', entity: `campaign:${id}` };
      const { isNew, saved } = await change(entry, async (tx) => ({
        ...(await saveCampaign(tx, { id, name, dialogueUrl, language })),
        saved: await getCampaign(tx, id),
      }));
      response.location(`/api/campaigns/${id}`);
      return { status: isNew ? 201 : 200, json: present(saved) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getCampaign',
      method: 'get',
      path: '/api/campaigns/:id',
      permission: 'campaigns.read',
      summary: 'Get a campaign',
      description: 'Returns a campaign with the numbers of its calls by state of the contact and by consent.',
      params: { id: campaignParam },
      answers: { 200: campaign },
    },
    async ({ read, params }) => ({ json: present(await read((tx) => getCampaign(tx, params.id))) }),
  ),
];

async function getCampaign(tx: Scoped, id: string) {
  const found = CAMPAIGN_ID.test(id) ? await findCampaign(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No campaign with this id is known. POST /api/campaigns creates one.');
  return found;
}
