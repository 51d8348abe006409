import {
  cancelCallIntent,
  createCallIntent,
  findCallIntent,
  findCandidate,
  INTENT_STATES,
  listCallIntents,
  type CallIntent,
  type Database,
} from '@trunkline/db';
import express, { Router, type Request } from 'express';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiConfig } from '../config.ts';
import { callerId, candidateUrls, dialBody } from '../dial-request.ts';
import { anyOf } from '../inbox-query.ts';
import { pageOf, readCursor } from '../page.ts';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';
import { readBody, readQuery } from '../read-input.ts';
import { isInboxId } from './inbox.ts';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const intentsQuery = z.strictObject({
  state: anyOf(z.enum(INTENT_STATES)).optional(),
  candidate_id: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  interview_id: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

/**
 * `POST /calls/candidates/:id/dial`: asks for a call; a request repeated with its `Idempotency-Key` (a UUID) asks for the
 * same one. `GET /call-intents`, `GET /call-intents/:id`: what became of it. `POST …/cancel`: while it is queued.
 */
export function callIntentRoutes(db: Database, config: ApiConfig): Router {
  const router = Router();
  router.post('/calls/candidates/:id/dial', express.json(), async (request, response) => {
    const { to, not_before } = readBody(dialBody, withBody(request));
    const candidate = await getCandidate(db, request.params.id);
    const toNumber = to ?? candidate.phoneNumber;
    if (toNumber === null)
      throw new Problem('validation_failed', 'to: this candidate has no phone number; give one to call.');
    const id = readKey(request);
    const urls = candidateUrls(config.WEBHOOK_BASE_URL, candidate.id, id);
    const numbers = { toNumber, fromNumber: callerId(config) };
    const wish = {
      id,
      kind: 'candidate' as const,
      candidateId: candidate.id,
      interviewId: null,
      notBefore: not_before,
    };
    const { isNew } = await createCallIntent(db.pool, { ...wish, ...numbers, ...urls });
    const intent = await getIntent(db, id);
    if (intent.candidateId !== candidate.id || intent.toNumber !== toNumber)
      throw new Problem('invalid_state_transition', 'This Idempotency-Key belongs to another call.');
    response.status(isNew ? 202 : 200).location(`/api/call-intents/${id}`);
    response.json(present(intent));
  });

  router.get('/call-intents', async (request, response) => {
    const {
      state: states,
      candidate_id: candidateId,
      interview_id: interviewId,
      limit,
    } = readQuery(intentsQuery, request);
    const after = readCursor(request, UUID)?.after ?? null;
    const rows = await listCallIntents(db.pool, { states, candidateId, interviewId }, { after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
    response.json({ data: shown.map(present), page: pageOf(request, response, limit, last) });
  });

  router.get('/call-intents/:id', async (request, response) => {
    response.json(present(await getIntent(db, request.params.id)));
  });

  router.post('/call-intents/:id/cancel', async (request, response) => {
    const { id, state } = await getIntent(db, request.params.id);
    if (!(await cancelCallIntent(db.pool, id)))
      throw new Problem('invalid_state_transition', `Only a queued call can be canceled; this one is ${state}.`);
    response.json(present(await getIntent(db, id)));
  });
  return router;
}

/** An empty request asks for a call to the candidate's own number, now. */
const withBody = (request: Request): Request => {
  request.body ??= {};
  return request;
};

function readKey(request: Request): string {
  const key = request.get('idempotency-key');
  if (key === undefined) return randomUUID();
  if (UUID.test(key)) return key.toLowerCase();
  throw new Problem('malformed_request', 'Idempotency-Key: expected a UUID.');
}

async function getCandidate(db: Database, id: string) {
  const key = UUID.test(id)
    ? { uuid: id }
    : isInboxId(id) && Number(id) <= 2_147_483_647
      ? { id: Number(id) }
      : undefined;
  const candidate = key && (await findCandidate(db.pool, key));
  if (candidate) return candidate;
  throw new Problem('not_found', 'No candidate with this id is known.');
}

async function getIntent(db: Database, id: string): Promise<CallIntent> {
  const intent = UUID.test(id) ? await findCallIntent(db.pool, id) : undefined;
  if (intent) return intent;
  throw new Problem('not_found', 'No call intent with this id is known.');
}
