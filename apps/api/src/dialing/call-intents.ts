import { callIntent, callIntentsPage, callIntentsQuery, dialBody } from '@trunkline/api-contract/dialing';
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
import type { ApiConfig } from '../config.ts';
import { callerId, candidateUrls, refuseUnlisted } from './dial-request.ts';
import { getCandidate, isUuid, UUID } from '../interviews/interview-key.ts';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

const about = { tag: 'Interviews' } as const;

/**
 * `POST /calls/candidates/:id/dial`: asks for a call; a request repeated with its `Idempotency-Key` (a UUID) asks for the
 * same one. `GET /call-intents`, `GET /call-intents/:id`: what became of it. `POST …/cancel`: while it is queued.
 */
export const callIntentRoutes = (config: ApiConfig): Route[] => [
  route(
    {
      ...about,
      method: 'post',
      path: '/api/calls/candidates/:id/dial',
      permission: 'interviews.manage',
      summary: 'Ask for a call to a candidate',
      body: dialBody,
      bodyIsOptional: true,
      answers: { 200: callIntent, 202: callIntent },
    },
    async ({ change, request, response, params, body: { to, not_before: notBefore } }) => {
      const id = readKey(request);
      const done = { event: 'call.requested', entity: `call_intent:${id}` };
      const { isNew, intent } = await change(done, async (tx) => {
        const candidate = await getCandidate(tx, params['id']);
        const toNumber = to ?? candidate.phoneNumber;
        if (toNumber === null)
          throw new Problem('validation_failed', 'to: this candidate has no phone number; give one to call.');
        refuseUnlisted(config, toNumber);
        const urls = candidateUrls(config.WEBHOOK_BASE_URL, candidate.id, id);
        const wish = { id, kind: 'candidate' as const, candidateId: candidate.id, interviewId: null, notBefore };
        const created = await createCallIntent(tx, { ...wish, toNumber, fromNumber: callerId(config), ...urls });
        const known = await getIntent(tx, id);
        if (known.candidateId !== candidate.id || known.toNumber !== toNumber)
          throw new Problem('invalid_state_transition', 'This Idempotency-Key belongs to another call.');
        return { ...created, intent: known };
      });
      response.location(`/api/call-intents/${id}`);
      return { status: isNew ? 202 : 200, json: present(intent) };
    },
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/call-intents',
      permission: 'interviews.read',
      summary: 'Calls that somebody wants placed, the latest first',
      query: callIntentsQuery,
      answers: { 200: callIntentsPage },
    },
    async ({ read, query, request, response }) => {
      const { state: states, candidate_id: candidateId, interview_id: interviewId, limit } = query;
      const after = readCursor(request, UUID)?.after ?? null;
      const filter = { states, candidateId, interviewId };
      const rows = await read((tx) => listCallIntents(tx, filter, { after, limit: limit + 1 }));
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
      return { json: { data: shown.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/call-intents/:id',
      permission: 'interviews.read',
      summary: 'What became of the wish for a call',
      answers: { 200: callIntent },
    },
    async ({ read, params }) => ({ json: present(await read((tx) => getIntent(tx, params['id']!))) }),
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/call-intents/:id/cancel',
      permission: 'interviews.manage',
      summary: 'Take back the wish for a call, while it is queued',
      answers: { 200: callIntent },
    },
    async ({ change, params }) => {
      const canceled = await change(
        { event: 'call.canceled', entity: ({ id }: CallIntent) => `call_intent:${id}` },
        async (tx) => {
          const { id, state } = await getIntent(tx, params['id']!);
          if (await cancelCallIntent(tx, id)) return getIntent(tx, id);
          throw new Problem('invalid_state_transition', `Only a queued call can be canceled; this one is ${state}.`);
        },
      );
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
