import { listGaps, readReconciliation, type Database } from '@trunkline/db';
import type { Clock } from '@trunkline/service';
import { GAP_CLASSES } from '@trunkline/telephony';
import { Router } from 'express';
import { z } from 'zod';
import { anyOf, storedText } from '../inbox-query.ts';
import { pageOf, readCursor } from '../page.ts';
import { present } from '../present.ts';
import { readQuery } from '../read-input.ts';

const gapsQuery = z.strictObject({
  class: anyOf(z.enum(GAP_CLASSES)).optional(),
  state: z.enum(['open', 'healed']).optional(),
  call_sid: storedText(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

/** `GET /reconciliation`: how each tier is doing. `GET /gaps`: callbacks that should have come and did not, the latest first. */
export function reconciliationRoutes(db: Database, clock: Clock): Router {
  const router = Router();
  router.get('/reconciliation', async (_request, response) => {
    const { tiers, gaps, uncompared, runs } = await readReconciliation(db.pool, clock.now());
    response.json({ tiers: tiers.map(present), gaps, uncompared_calls: uncompared, runs: runs.map(present) });
  });
  router.get('/gaps', async (request, response) => {
    const query = readQuery(gapsQuery, request);
    const after = readCursor(request)?.after ?? null;
    const filter = { classes: query.class, state: query.state, callSid: query.call_sid };
    const rows = await listGaps(db.pool, filter, { after, limit: query.limit + 1 });
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? { after: shown.at(-1)!.id, from: null } : null;
    response.json({ data: shown.map(present), page: pageOf(request, response, query.limit, last) });
  });
  return router;
}
