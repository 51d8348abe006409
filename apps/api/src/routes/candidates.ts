import { saveCandidate, type CandidateRow, type Database } from '@trunkline/db';
import express, { Router } from 'express';
import { z } from 'zod';
import { phoneNumber } from '../dial-request.ts';
import { storedText } from '../inbox-query.ts';
import { getCandidate } from '../interview-key.ts';
import { readBody } from '../read-input.ts';

const candidateBody = z.strictObject({
  /** The number that callbacks carry; one of ours when not given. */
  candidate_id: z.int().min(0).max(499_999_999).optional(),
  name: storedText(200).optional(),
  phone: phoneNumber,
});

/** `POST /candidates/`: who may be called; `GET /candidates/:id`, by UUID or number. */
export function candidateRoutes(db: Database): Router {
  const router = Router();
  router.post('/candidates', express.json({ limit: '16kb' }), async (request, response) => {
    const { candidate_id: id, name = null, phone } = readBody(candidateBody, request);
    const candidate = await saveCandidate(db.pool, { id, name, phoneNumber: phone });
    response.status(201).location(`/api/candidates/${candidate.uuid}`).json(presentCandidate(candidate));
  });
  router.get('/candidates/:id', async (request, response) => {
    response.json(presentCandidate(await getCandidate(db, request.params.id)));
  });
  return router;
}

const presentCandidate = ({ id, uuid, name, phoneNumber: phone }: CandidateRow) => ({
  id: uuid,
  candidate_id: id,
  name,
  phone,
});
