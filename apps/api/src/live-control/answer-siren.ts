import { siren, sirenResolution } from '@trunkline/api-contract/live-control';
import type { Scoped } from '@trunkline/db/connection';
import { answerSiren, findSiren, SIREN_EVENTS, type Siren, type VersionedSiren } from '@trunkline/db/live-control';
import { metrics } from '@trunkline/service';
import { nextSirenState, SIREN_ACTIONS, type SirenAction } from '@trunkline/telephony/live-control';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const timeToAck = metrics.histogram(
  'siren_time_to_ack_seconds',
  'How long after it was raised a siren was acknowledged',
  [5, 10, 20, 30, 60, 120, 300, 900, 3600],
);

/** `POST /sirens/:id/acknowledge|release|resolve|false-alarm`: of several who answer at once one wins, and the others are told who. */
export const answerSirenRoutes = (): Route[] => [
  answerRoute('acknowledge', 'I am responding'),
  answerRoute('release', 'Somebody else, please'),
  answerRoute('resolve', 'It is resolved', sirenResolution),
  answerRoute('false-alarm', 'It was a false alarm', sirenResolution),
];

function answerRoute(verb: string, summary: string, body?: typeof sirenResolution): Route {
  const action = verb.replace('-', '_') as SirenAction;
  const spec = {
    tag: 'Sirens',
    method: 'post',
    path: `/api/sirens/:id/${verb}`,
    permission: 'sirens.answer',
    summary: `${summary}. If-Match is honoured where it is given`,
    answers: { 200: siren },
    ...(body && { body }),
  } as const;
  return route(spec, async ({ change, params, actor, request, response, ...given }) => {
    const resolution = (given.body as { resolution?: string } | undefined)?.resolution ?? null;
    const versions = versionsOf(request.get('if-match'));
    const done = { event: SIREN_EVENTS[action], entity: `siren:${params['id']}` };
    const answered = await change(done, async (tx) => {
      const { siren: before } = await getSiren(tx, params['id']!);
      const won = await answerSiren(tx, before.id, { action, by: actor.id, resolution, versions });
      const after = await getSiren(tx, before.id);
      if (won) return after;
      throw versions && !versions.includes(after.version) ? hasChanged(after.siren) : tooLate(after.siren);
    });
    const { acknowledgedAt, createdAt } = answered.siren;
    if (action === 'acknowledge') timeToAck.observe((acknowledgedAt!.getTime() - createdAt.getTime()) / 1000);
    response.set('ETag', etagOf(answered));
    return { json: present(answered.siren) };
  });
}

/** The siren with this id, for whoever may see it. */
export async function getSiren(tx: Scoped, id: string): Promise<VersionedSiren> {
  const found = isInboxId(id) ? await findSiren(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No siren with this id is known.');
  return found;
}

export const etagOf = ({ version }: VersionedSiren): string => `"${version}"`;

/** The versions in If-Match; null where any will do. */
const versionsOf = (header: string | undefined): string[] | null =>
  header === undefined || header.trim() === '*'
    ? null
    : header.split(',').map((tag) => tag.trim().replace(/^"(.*)"$/, '$1'));

const hasChanged = (now: Siren): Problem =>
  new Problem('precondition_failed', 'The siren has changed since. Read it again.', standing(now));

const tooLate = (now: Siren): Problem =>
  new Problem('invalid_state_transition', `The siren is ${now.status.replace('_', ' ')}.`, standing(now));

const standing = (now: Siren) => ({
  current_state: now.status,
  allowed_transitions: SIREN_ACTIONS.filter((action) => 'status' in nextSirenState(now.status, action)),
  acknowledged_by: who(now.acknowledgedBy, now.acknowledgedByName, now.acknowledgedAt),
  resolved_by: who(now.resolvedBy, now.resolvedByName, now.resolvedAt),
});

/** The operator of the machine has no profile, and so no name. */
const who = (id: string | null, name: string | null, at: Date | null) =>
  at && { id, name: name ?? (id === null ? 'operator' : null), at };
