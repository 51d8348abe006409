import type { Permission } from '@trunkline/access';
import type { callCountQuery } from '@trunkline/api-contract/calls';
import type { CallFilter } from '@trunkline/db/calls';
import type { z } from 'zod';
import { forbidden } from '../http/problem.ts';
import { presentGiven } from '../http/time-window.ts';

type CallQuery = z.output<typeof callCountQuery>;

/** The filter of a list of calls. Throws a 403 for missing callbacks unless the actor may see them. */
export function toCallFilter(query: CallQuery, may: (permission: Permission) => boolean): CallFilter {
  if (query.has_gap !== undefined && !may('reconciliation.read')) throw forbidden();
  return {
    search: query.q,
    statuses: query.status,
    directions: query.direction,
    number: query.number,
    orderId: query.order_id,
    agentId: query.agent,
    isLive: query.live,
    durationMin: query.duration_min,
    durationMax: query.duration_max,
    hasRecording: query.has_recording,
    hasGap: query.has_gap,
    hasSiren: query.has_siren,
    startedAfter: query.started_after,
    startedBefore: query.started_before,
  };
}

/** The window that applies: calls of all times unless the request gives one. */
export const windowOf = ({ started_after, started_before }: CallQuery) => presentGiven(started_after, started_before);
