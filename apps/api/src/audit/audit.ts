import { auditPage, auditQuery } from '@trunkline/api-contract/audit';
import { listAudit } from '@trunkline/db/audit';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { route, type Route } from '../http/route.ts';

/** `GET /audit`: who did what. */
export const auditRoutes = (): Route[] => [
  route(
    {
      tag: 'Audit',
      method: 'get',
      path: '/api/audit',
      permission: 'audit.read',
      summary: 'Who did what, the latest first',
      query: auditQuery,
      answers: { 200: auditPage },
    },
    async ({ read, query, request, response }) => {
      const { actor, entity, event, limit } = query;
      const after = readCursor(request)?.after ?? null;
      const rows = await read((tx) => listAudit(tx, { actor, entity, event }, { after, limit: limit + 1 }));
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
      return { json: { data: shown.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
];
