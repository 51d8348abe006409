import { siren, sirenPage, sirenQuery, sirenToRaise } from '@trunkline/api-contract/live-control';
import { findCallId } from '@trunkline/db/calls';
import { findOpenSiren, listSirens, raiseSiren, type VersionedSiren } from '@trunkline/db/live-control';
import { OPEN_SIREN_STATUSES } from '@trunkline/telephony/live-control';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { answerSirenRoutes, etagOf, getSiren } from './answer-siren.ts';
import { callKey, unknownCall } from '../calls/get-call.ts';

const about = { tag: 'Sirens' } as const;

/** `POST /calls/:call_id/siren` raises one; `GET /sirens`, `GET /sirens/:id`; and what is done about it. */
export const sirenRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'post',
      path: '/api/calls/:call_id/siren',
      permission: 'sirens.raise',
      summary: 'Raise a siren for a call; one at a time is open for each',
      body: sirenToRaise,
      idempotent: true,
      answers: { 201: siren },
    },
    async ({ change, params, body, actor, response }) => {
      const key = callKey(params['call_id']!);
      const raised = { event: 'siren.raised', entity: (made: VersionedSiren) => `siren:${made.siren.id}` };
      const made = await change(raised, async (tx) => {
        const callId = key && (await findCallId(tx, key));
        if (callId === undefined) throw unknownCall();
        const { alert_type: alertType, reason } = body;
        const id = await raiseSiren(tx, { callId, triggeredBy: actor.id, alertType, reason });
        if (id === undefined) throw alreadyOpen(await findOpenSiren(tx, callId));
        return getSiren(tx, id);
      });
      response.location(`/api/sirens/${made.siren.id}`).set('ETag', etagOf(made));
      return { status: 201, json: present(made.siren) };
    },
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/sirens',
      permission: 'sirens.read',
      summary: 'Sirens, the latest first: to readers and clients those that they raised',
      query: sirenQuery,
      answers: { 200: sirenPage },
    },
    async ({ read, query, request, response }) => {
      const { status, call_id: callId, limit } = query;
      const statuses = status === 'open' ? OPEN_SIREN_STATUSES : status && [status];
      const beforeId = readCursor(request)?.after;
      const { rows, hasMore } = await read((tx) => listSirens(tx, { statuses, callId, beforeId }, limit));
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/sirens/:id',
      permission: 'sirens.read',
      summary: 'One siren',
      answers: { 200: siren },
    },
    async ({ read, params, response }) => {
      const found = await read((tx) => getSiren(tx, params['id']!));
      response.set('ETag', etagOf(found));
      return { json: present(found.siren) };
    },
  ),
  ...answerSirenRoutes(),
];

/** Who was there first is told only to those who may see it. */
const alreadyOpen = (open: VersionedSiren['siren'] | undefined): Problem =>
  new Problem('invalid_state_transition', 'A siren is open for this call already.', open && { siren: present(open) });
