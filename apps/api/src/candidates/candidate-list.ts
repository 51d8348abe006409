import { candidatesPage, candidatesQuery } from '@trunkline/api-contract/candidates';
import { listCandidates } from '@trunkline/db/candidates';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { route, type Route } from '../http/route.ts';

/** Numbers of candidates fit an `integer`. */
const CANDIDATE_ID = /^\d{1,9}$/;

/** `GET /api/candidates`: who may be called, and what the last call to them came to. */
export const candidateListRoutes = (): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/candidates',
      permission: 'interviews.read',
      tag: 'Candidates',
      summary: 'Candidates, the highest number first',
      query: candidatesQuery,
      answers: { 200: candidatesPage },
    },
    async ({ read, query: { call_status: callStatuses, limit }, request, response }) => {
      const after = readCursor(request, CANDIDATE_ID)?.after;
      const { rows, hasMore } = await read((tx) => listCandidates(tx, { callStatuses }, { after, limit }));
      const last = hasMore ? { after: `${rows.at(-1)!.id}`, from: null } : null;
      const data = rows.map(({ uuid, id, phoneNumber: phone, ...row }) =>
        present({ id: uuid, candidateId: id, phone, ...row }),
      );
      return { json: { data, page: pageOf(request, response, limit, last) } };
    },
  ),
];
