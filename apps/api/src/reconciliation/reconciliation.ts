import { gapsPage, gapsQuery, reconciliation } from '@trunkline/api-contract/reconciliation';
import { listGaps, readReconciliation } from '@trunkline/db/reconciliation';
import type { Clock } from '@trunkline/service';
import { answerPage } from '../http/page.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { method: 'get', permission: 'reconciliation.read', tag: 'Reconciliation' } as const;

export const reconciliationRoutes = (clock: Clock): Route[] => [
  route(
    {
      ...about,
      operationId: 'getReconciliation',
      path: '/api/reconciliation',
      summary: 'Get the state of reconciliation',
      description:
        'Returns cursor, lag and last error of each tier of reconciliation, the numbers of gaps by cause, and the last scans.',
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
      operationId: 'listGaps',
      path: '/api/gaps',
      summary: 'List missing callbacks',
      description: 'Lists callbacks that were expected and not received, the latest first, with their cause.',
      query: gapsQuery,
      answers: { 200: gapsPage },
    },
    async (context) => {
      const { class: classes, state, call_sid: callSid } = context.query;
      return answerPage(context, (tx, { after = null, limit }) =>
        listGaps(tx, { classes, state, callSid }, { after, limit }),
      );
    },
  ),
];
