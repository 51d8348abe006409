import { readCallStory, type Database } from '@trunkline/db';
import type { Clock } from '@trunkline/service';
import { explainCall, renderExplanation } from '@trunkline/telephony';
import { Router } from 'express';
import { z } from 'zod';
import { readQuery } from '../read-input.ts';
import { callKey, unknownCall } from './calls.ts';

const explainQuery = z.strictObject({ format: z.enum(['json', 'text']).optional() });

/**
 * `GET /calls/:sid/explain`: what happened to a call and its legs, a verdict sentence first. JSON, or with
 * `?format=text` or `Accept: text/plain` the text that the command line prints.
 */
export function explainRoutes(db: Database, clock: Clock): Router {
  const router = Router();
  router.get('/calls/:sid/explain', async (request, response) => {
    const { format } = readQuery(explainQuery, request);
    const key = callKey(request.params.sid);
    const story = key && (await readCallStory(db.pool, key));
    if (!story) throw unknownCall();
    const explanation = explainCall(story, clock.now());
    const isText = format === 'text' || (!format && request.accepts(['json', 'text']) === 'text');
    response.vary('Accept');
    if (isText) response.type('text/plain').send(renderExplanation(explanation));
    else response.json(explanation);
  });
  return router;
}
