import { candidateParam } from '@trunkline/api-contract/candidates';
import { callIntent, callIntentsPage, callIntentsQuery, candidateCall } from '@trunkline/api-contract/dialing';
import { uuidParam } from '@trunkline/api-contract/http';
import type { Scoped } from '@trunkline/db/connection';
import {
  cancelCallIntent,
  createCallIntent,
  findCallIntent,
  listCallIntents,
  type CallIntent,
} from '@trunkline/db/dialing';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import { getCandidate } from '../candidates/get-candidate.ts';
import type { ApiConfig } from '../config.ts';
import { UUID } from '@trunkline/telephony/callbacks';
import { isUuid } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { actorName } from '../http/record-audit.ts';
import { callerId, candidateUrls, refuseNumber, type DialRules } from './dial-request.ts';

const about = { tag: 'Call intents' } as const;
const ofId = { id: uuidParam('call intent') };

export const callIntentRoutes = ({ config, dialing }: { config: ApiConfig; dialing: DialRules }): Route[] => [
  route(
    {
      ...about,
      operationId: 'dialCandidate',
      method: 'post',
      path: '/api/calls/candidates/:id/dial',
      permission: 'interviews.manage',
      summary: 'Call a candidate',
      description:
        'Requests a call to a candidate, which worker-dialer places. The Idempotency-Key must be a UUID here and becomes the id of the call intent: a repeated request returns the same intent (200).',
      params: { id: candidateParam },
      body: candidateCall,
      bodyIsOptional: true,
      accepts: ['Idempotency-Key'],
      sends: ['Location'],
      answers: { 200: callIntent, 202: callIntent },
    },
    async ({ change, request, response, actor, params: { id: candidateId }, body }) => {
      const { to, not_before: notBefore, campaign_id: campaignId = null } = body;
      const id = readKey(request);
      const entry = { event: 'call.requested', entity: `call_intent:${id}` };
      const { isNew, intent } = await change(entry, async (tx) => {
        const candidate = await getCandidate(tx, candidateId);
        const toNumber = to ?? candidate.phoneNumber;
        if (toNumber === null)
          throw new Problem('validation_failed', 'to: the candidate has no phone number. Give one to call.');
        refuseNumber(dialing.refusalOf, toNumber);
        const urls = candidateUrls(config.WEBHOOK_BASE_URL, candidate.id, id);
        const whose = { candidateId: candidate.id, interviewId: null, requestedBy: actorName(actor), campaignId };
        const wanted = { id, kind: 'candidate' as const, ...whose, notBefore };
        const numbers = { toNumber, fromNumber: callerId(config) };
        const created = await createCallIntent(tx, { ...wanted, ...numbers, ...urls }, dialing.guard);
        const known = await getIntent(tx, id);
        if (known.candidateId !== candidate.id || known.toNumber !== toNumber)
          throw new Problem('invalid_state_transition', 'This Idempotency-Key belongs to another call. Use a new key.');
        return { ...created, intent: known };
      });
      response.location(`/api/call-intents/${id}`);
      return { status: isNew ? 202 : 200, json: present(intent) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'listCallIntents',
      method: 'get',
      path: '/api/call-intents',
      permission: 'interviews.read',
      summary: 'List call intents',
      description: 'Lists requested calls, the latest first, with their progress.',
      query: callIntentsQuery,
      answers: { 200: callIntentsPage },
    },
    async (context) => {
      const { state: states, candidate_id: candidateId, interview_id: interviewId } = context.query;
      const filter = { states, candidateId, interviewId };
      return answerPage(context, (tx, at) => listCallIntents(tx, filter, at), {
        cursor: UUID,
      });
    },
  ),
  route(
    {
      ...about,
      operationId: 'getCallIntent',
      method: 'get',
      path: '/api/call-intents/:id',
      permission: 'interviews.read',
      summary: 'Get a call intent',
      description: 'Returns a requested call and its progress: whether Twilio has accepted it, and why not.',
      params: ofId,
      answers: { 200: callIntent },
    },
    async ({ read, params: { id } }) => ({ json: present(await read((tx) => getIntent(tx, id))) }),
  ),
  route(
    {
      ...about,
      operationId: 'cancelCallIntent',
      method: 'post',
      path: '/api/call-intents/:id/cancel',
      permission: 'interviews.manage',
      summary: 'Cancel a call intent',
      description:
        'Cancels a requested call while it is queued. Once it is submitted to Twilio, drop the call instead.',
      params: ofId,
      answers: { 200: callIntent },
    },
    async ({ change, params: { id } }) => {
      const entry = { event: 'call.canceled', entity: (intent: CallIntent) => `call_intent:${intent.id}` };
      const canceled = await change(entry, async (tx) => {
        const intent = await getIntent(tx, id);
        if (await cancelCallIntent(tx, intent.id)) return getIntent(tx, intent.id);
        throw new Problem(
          'invalid_state_transition',
          `Only a queued call can be canceled; this one is ${intent.state}.`,
        );
      });
      return { json: present(canceled) };
    },
  ),
];

function readKey(request: Request): string {
  const key = request.get('idempotency-key');
  if (key === undefined) return randomUUID();
  if (isUuid(key)) return key.toLowerCase();
  throw new Problem('malformed_request', 'Idempotency-Key: expected a UUID.');
}

async function getIntent(tx: Scoped, id: string): Promise<CallIntent> {
  const intent = isUuid(id) ? await findCallIntent(tx, id) : undefined;
  if (intent) return intent;
  throw new Problem('not_found', 'No call intent with this id is known.');
}
