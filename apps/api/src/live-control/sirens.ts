import { callParam, rowIdParam } from '@trunkline/api-contract/http';
import {
  siren,
  sirensPage,
  sirensQuery,
  sirenSummary,
  sirenSummaryQuery,
  sirenToRaise,
} from '@trunkline/api-contract/live-control';
import { findCallId } from '@trunkline/db/calls';
import {
  findOpenSiren,
  listSirens,
  raiseSiren,
  summarizeSirens,
  type SirenListRow,
  type VersionedSiren,
} from '@trunkline/db/live-control';
import { OPEN_SIREN_STATUSES } from '@trunkline/telephony/live-control';
import { displayParties } from '../calls/present-listed-call.ts';
import { callKey, unknownCall } from '../http/ids.ts';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { presentGiven, refuseEmpty } from '../http/time-window.ts';
import { etagOf, getSiren } from './get-siren.ts';

const about = { tag: 'Sirens', sends: ['ETag'] } as const;

export const sirenRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'raiseSiren',
      method: 'post',
      path: '/api/calls/:call_id/siren',
      permission: 'sirens.raise',
      summary: 'Raise a siren',
      description:
        'Raises an emergency for a call. Monitors are alerted at once, and every 30 seconds until one acknowledges it. A call has at most one open siren (409 otherwise).',
      params: { call_id: callParam },
      body: sirenToRaise,
      idempotent: true,
      sends: ['ETag', 'Location'],
      answers: { 201: siren },
    },
    async ({ change, params, body, actor, response }) => {
      const key = callKey(params.call_id);
      const entry = { event: 'siren.raised', entity: (made: VersionedSiren) => `siren:${made.siren.id}` };
      const made = await change(entry, async (tx) => {
        const callId = await findCallId(tx, key);
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
      operationId: 'listSirens',
      tag: 'Sirens',
      method: 'get',
      path: '/api/sirens',
      permission: 'sirens.read',
      summary: 'List sirens',
      description:
        'Lists sirens with their calls and contacts, the latest first. Readers and clients see those that they raised.',
      query: sirensQuery,
      answers: { 200: sirensPage },
    },
    async ({ read, query, request, response }) => {
      const { status, call_id: callId, limit } = query;
      const statuses = status === 'open' ? OPEN_SIREN_STATUSES : status && [status];
      const raised = raisedIn(query);
      const beforeId = readCursor(request)?.after;
      const found = await read((tx) => listSirens(tx, { statuses, callId, ...raised, beforeId }, limit));
      return {
        json: {
          data: found.rows.map(presentListedSiren),
          page: pageOf(request, response, limit, lastOf(found)),
          window: windowOf(raised),
        },
      };
    },
  ),
  route(
    {
      operationId: 'getSirenSummary',
      tag: 'Sirens',
      method: 'get',
      path: '/api/sirens/summary',
      permission: 'sirens.read',
      summary: 'Get figures of the sirens',
      description:
        'Returns how fast sirens were acknowledged and resolved, and how many were false alarms. Readers and clients get the figures of those that they raised.',
      query: sirenSummaryQuery,
      answers: { 200: sirenSummary },
    },
    async ({ read, query }) => {
      const raised = raisedIn(query);
      const { byType, ...figures } = await read((tx) => summarizeSirens(tx, raised));
      return { json: { ...present(figures), by_type: byType, window: windowOf(raised) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getSiren',
      method: 'get',
      path: '/api/sirens/:id',
      permission: 'sirens.read',
      summary: 'Get a siren',
      description: 'Returns a siren. Its ETag can be sent as If-Match when answering it.',
      params: { id: rowIdParam('siren') },
      answers: { 200: siren },
    },
    async ({ read, params, response }) => {
      const found = await read((tx) => getSiren(tx, params.id));
      response.set('ETag', etagOf(found));
      return { json: present(found.siren) };
    },
  ),
];

type Raised = { raisedAfter: Date | undefined; raisedBefore: Date | undefined };

/** The window of the request. Throws a 400 for one that cannot contain anything. */
function raisedIn(query: { raised_after?: Date | undefined; raised_before?: Date | undefined }): Raised {
  const { raised_after: raisedAfter, raised_before: raisedBefore } = query;
  refuseEmpty(raisedAfter, raisedBefore, 'raised');
  return { raisedAfter, raisedBefore };
}

const windowOf = ({ raisedAfter, raisedBefore }: Raised) => presentGiven(raisedAfter, raisedBefore);

const presentListedSiren = ({ call, contact, ...row }: SirenListRow): object => ({
  ...present(row),
  call: call && { ...call, ...displayParties(call) },
  contact,
});

/** The open siren is shown only if the actor may see it. */
const alreadyOpen = (open: VersionedSiren['siren'] | undefined): Problem =>
  new Problem('invalid_state_transition', 'This call already has an open siren.', open && { siren: present(open) });
