import { rowIdParam } from '@trunkline/api-contract/http';
import { siren, sirenResolution } from '@trunkline/api-contract/live-control';
import { answerSiren, SIREN_EVENTS } from '@trunkline/db/live-control';
import { metrics } from '@trunkline/service';
import type { SirenAction } from '@trunkline/telephony/live-control';
import { present, route, type Route, type RouteSpec } from '../http/route.ts';
import { etagOf, getSiren, hasChanged, tooLate, versionsOf } from './get-siren.ts';

const timeToAck = metrics.histogram(
  'siren_time_to_ack_seconds',
  'Seconds from raising a siren to its acknowledgement',
  [5, 10, 20, 30, 60, 120, 300, 900, 3600],
);

/** Of several answers at once, one succeeds; the others get a 409 that names who was first. */
export const answerSirenRoutes = (): Route[] => [
  answerRoute('acknowledge', {
    operationId: 'acknowledgeSiren',
    summary: 'Acknowledge a siren',
    description: 'Tells the others that you respond. It stops the alerts.',
  }),
  answerRoute('release', {
    operationId: 'releaseSiren',
    summary: 'Release a siren',
    description: 'Releases a siren you acknowledged. It is active again, and alerts are sent every 30 seconds.',
  }),
  answerRoute('resolve', {
    operationId: 'resolveSiren',
    summary: 'Resolve a siren',
    description: 'Closes a siren, with what was done.',
    body: sirenResolution,
  }),
  answerRoute('false-alarm', {
    operationId: 'markSirenFalseAlarm',
    summary: 'Mark a siren as false alarm',
    description: 'Closes a siren that was raised by mistake, with the reason.',
    body: sirenResolution,
  }),
];

type Texts = Pick<RouteSpec, 'operationId' | 'summary' | 'description'> & { body?: typeof sirenResolution };

function answerRoute(verb: string, { description, ...texts }: Texts): Route {
  const action = verb.replace('-', '_') as SirenAction;
  const spec = {
    ...texts,
    tag: 'Sirens',
    method: 'post',
    path: `/api/sirens/:id/${verb}`,
    permission: 'sirens.answer',
    description: `${description} Supports If-Match: 412 if the siren has changed. 409 if its state does not allow it.`,
    params: { id: rowIdParam('siren') },
    accepts: ['If-Match'],
    sends: ['ETag'],
    answers: { 200: siren },
  } as const satisfies RouteSpec;
  return route(spec, async ({ change, params, actor, request, response, ...given }) => {
    const resolution = (given.body as { resolution?: string } | undefined)?.resolution ?? null;
    const versions = versionsOf(request.get('if-match'));
    const entry = { event: SIREN_EVENTS[action], entity: `siren:${params.id}` };
    const answered = await change(entry, async (tx) => {
      const { siren: before } = await getSiren(tx, params.id);
      const isFirst = await answerSiren(tx, before.id, { action, by: actor.id, resolution, versions });
      const after = await getSiren(tx, before.id);
      if (isFirst) return after;
      throw versions && !versions.includes(after.version) ? hasChanged(after.siren) : tooLate(after.siren);
    });
    const { acknowledgedAt, createdAt } = answered.siren;
    if (action === 'acknowledge') timeToAck.observe((acknowledgedAt!.getTime() - createdAt.getTime()) / 1000);
    response.set('ETag', etagOf(answered));
    return { json: present(answered.siren) };
  });
}
