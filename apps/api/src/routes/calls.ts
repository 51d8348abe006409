import { findCall, type Database } from '@trunkline/db';
import { CALL_SID } from '@trunkline/telephony';
import { Router } from 'express';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';

/** `GET /calls/:sid`: a call with its log and the calls it placed. */
export function callRoutes(db: Database): Router {
  const router = Router();
  router.get('/calls/:sid', async (request, response) => {
    const key = keyOf(request.params.sid);
    const found = key && (await findCall(db, key));
    if (!found) throw new Problem('not_found', 'No call with this SID or id is known.');
    const { call, events, legs } = found;
    response.json({ ...present(call), events: events.map(present), legs: legs.map(present) });
  });
  return router;
}

function keyOf(text: string): { callSid: string } | { id: bigint } | undefined {
  if (CALL_SID.test(text)) return { callSid: text };
  return /^\d{1,18}$/.test(text) ? { id: BigInt(text) } : undefined;
}
