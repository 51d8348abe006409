import { auditPage, auditQuery } from '@trunkline/api-contract/audit';
import { listAudit } from '@trunkline/db/audit';
import { answerPage } from '../http/page.ts';
import { route, type Route } from '../http/route.ts';

export const auditRoutes = (): Route[] => [
  route(
    {
      operationId: 'listAudit',
      tag: 'Audit',
      method: 'get',
      path: '/api/audit',
      permission: 'audit.read',
      summary: 'List audit entries',
      description:
        'Lists changes and refused changes, the latest first. Each entry is chained to the previous one by its hash; `npx trunkline audit-verify` checks the chain.',
      query: auditQuery,
      answers: { 200: auditPage },
    },
    async (context) => {
      const { actor, entity, event } = context.query;
      return answerPage(context, (tx, at) => listAudit(tx, { actor, entity, event }, at));
    },
  ),
];
