import { gapsPage, gapsQuery, reconciliation } from '@trunkline/api-contract/reconciliation';
import { listGaps, readReconciliation } from '@trunkline/db/reconciliation';
import type { Clock } from '@trunkline/service';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { route, type Route } from '../http/route.ts';

const about = { method: 'get', permission: 'reconciliation.read', tag: 'Reconciliation' } as const;

/** `GET /reconciliation`: how each tier is doing. `GET /gaps`: callbacks that should have come and did not, the latest first. */
export const reconciliationRoutes = (clock: Clock): Route[] => [
  route(
    {
      ...about,
      path: '/api/reconciliation',
      summary: 'How each tier is doing',
      answers: { 200: reconciliation },
    },
    async ({ read }) => {
      const { tiers, gaps, uncompared, runs } = await read((tx) => readReconciliation(tx, clock.now()));
      return { json: { tiers: tiers.map(present), gaps, uncompared_calls: uncompared, runs: runs.map(present) } };
    },
  ),
  route(
    {
      ...about,
      path: '/api/gaps',
      summary: 'Callbacks that should have come and did not, the latest first',
      query: gapsQuery,
      answers: { 200: gapsPage },
    },
    async ({ read, query, request, response }) => {
      const after = readCursor(request)?.after ?? null;
      const filter = { classes: query.class, state: query.state, callSid: query.call_sid };
      const { rows, hasMore } = await read((tx) => listGaps(tx, filter, { after, limit: query.limit }));
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, query.limit, last) } };
    },
  ),
];
