import { campaign, campaignBody, campaignsPage, campaignsQuery } from '@trunkline/api-contract/campaigns';
import { findCampaign, listCampaigns, saveCampaign } from '@trunkline/db/campaigns';
import type { Scoped } from '@trunkline/db/connection';
import { randomUUID } from 'node:crypto';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

const CAMPAIGN_ID = /^[\w.-]{1,64}$/;
const about = { tag: 'Campaigns', path: '/api/campaigns' } as const;

/** Campaigns of the telephony handler. One is known from the first callback that names it, or from here on. */
export const campaignRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'get',
      permission: 'campaigns.read',
      summary: 'Campaigns by their ids',
      query: campaignsQuery,
      answers: { 200: campaignsPage },
    },
    async ({ read, query: { limit }, request, response }) => {
      const after = readCursor(request, CAMPAIGN_ID)?.after;
      const { rows, hasMore } = await read((tx) => listCampaigns(tx, { after, limit }));
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      permission: 'campaigns.manage',
      summary: 'Add a campaign, or change the one with this id; what is not given stays',
      body: campaignBody,
      idempotent: true,
      answers: { 200: campaign, 201: campaign },
    },
    async ({ change, body: { id = randomUUID(), name, dialogue_url: dialogueUrl, language }, response }) => {
      const done = { event: 'campaign.saved', entity: `campaign:${id}` };
      const { isNew, saved } = await change(done, async (tx) => ({
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
      method: 'get',
      path: '/api/campaigns/:id',
      permission: 'campaigns.read',
      summary: 'A campaign, with what became of its calls',
      answers: { 200: campaign },
    },
    async ({ read, params }) => ({ json: present(await read((tx) => getCampaign(tx, params['id']!))) }),
  ),
];

async function getCampaign(tx: Scoped, id: string) {
  const found = CAMPAIGN_ID.test(id) ? await findCampaign(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No campaign with this id is known.');
  return found;
}
