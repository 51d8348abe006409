import type { Scoped } from '@trunkline/db/connection';
import { findSiren, type Siren, type VersionedSiren } from '@trunkline/db/live-control';
import { nextSirenState, SIREN_ACTIONS } from '@trunkline/telephony/live-control';
import { isRowId } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';

/** The siren with this id. Throws a 404 if the actor may not see it, or if there is none. */
export async function getSiren(tx: Scoped, id: string): Promise<VersionedSiren> {
  const found = isRowId(id) ? await findSiren(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No siren with this id is known.');
  return found;
}

export const etagOf = ({ version }: VersionedSiren): string => `"${version}"`;

/** The versions in If-Match; null if any version matches. */
export const versionsOf = (header: string | undefined): string[] | null =>
  header === undefined || header.trim() === '*'
    ? null
    : header.split(',').map((tag) => tag.trim().replace(/^"(.*)"$/, '$1'));

export const hasChanged = (now: Siren): Problem =>
  new Problem('precondition_failed', 'The siren has changed. Get it again and repeat the request.', stateOf(now));

export const tooLate = (now: Siren): Problem =>
  new Problem('invalid_state_transition', `The siren is ${now.status.replace('_', ' ')}.`, stateOf(now));

const stateOf = (now: Siren) => ({
  current_state: now.status,
  allowed_transitions: SIREN_ACTIONS.filter((action) => 'status' in nextSirenState(now.status, action)),
  acknowledged_by: who(now.acknowledgedBy, now.acknowledgedByName, now.acknowledgedAt),
  resolved_by: who(now.resolvedBy, now.resolvedByName, now.resolvedAt),
});

/** The operator of the machine has no profile, and so no name. */
const who = (id: string | null, name: string | null, at: Date | null) =>
  at && { id, name: name ?? (id === null ? 'operator' : null), at };
