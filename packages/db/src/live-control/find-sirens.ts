import type { SirenStatus, SirenType } from '@trunkline/telephony/live-control';
import type { Scoped } from '../connection/with-actor.ts';
import { toPage } from '../connection/latest-first.ts';

/** An alarm about a call. People are ids of profiles; null where the operator of the machine did it, and where not done. */
export type Siren = {
  id: string;
  callId: string;
  callSid: string | null;
  triggeredBy: string | null;
  /** A name only where the reader may see it. */
  triggeredByName: string | null;
  alertType: SirenType;
  reason: string;
  status: SirenStatus;
  acknowledgedBy: string | null;
  acknowledgedByName: string | null;
  acknowledgedAt: Date | null;
  resolvedBy: string | null;
  resolvedByName: string | null;
  resolvedAt: Date | null;
  resolution: string | null;
  /** How often it was alerted; more than once where nobody acknowledged it. */
  alerts: number;
  createdAt: Date;
  updatedAt: Date;
};

/** A siren with its version, which every change of it changes. */
export type VersionedSiren = { siren: Siren; version: string };

/** Sirens in these states, the latest first, before the one with this id. */
export type SirenFilter = {
  statuses?: readonly SirenStatus[] | undefined;
  callId?: string | undefined;
  beforeId?: string | undefined;
};

/** A page of sirens that the reader may see, and whether there are more. */
export async function listSirens(
  tx: Scoped,
  { statuses, callId, beforeId }: SirenFilter,
  limit: number,
): Promise<{ rows: Siren[]; hasMore: boolean }> {
  const sql = `select ${COLUMNS} ${from(tx)}
    and ($1::text[] is null or s.status = any($1)) and ($2::bigint is null or s.call_id = $2) and ($3::bigint is null or s.id < $3)
    order by s.id desc limit $4`;
  const values = [statuses ?? null, callId ?? null, beforeId ?? null, limit + 1];
  return toPage((await tx.query<Siren>(sql, values)).rows, limit);
}

export async function findSiren(tx: Scoped, id: string): Promise<VersionedSiren | undefined> {
  const sql = `select s.xmin::text as version, ${COLUMNS} ${from(tx)} and s.id = $1`;
  const row = (await tx.query<Siren & { version: string }>(sql, [id])).rows[0];
  if (!row) return undefined;
  const { version, ...siren } = row;
  return { siren, version };
}

/** The siren of a call that is not over, if the reader may see it. */
export async function findOpenSiren(tx: Scoped, callId: string): Promise<Siren | undefined> {
  const sql = `select ${COLUMNS} ${from(tx)} and s.call_id = $1 and s.status in ('active', 'acknowledged')`;
  return (await tx.query<Siren>(sql, [callId])).rows[0];
}

const COLUMNS = `
  s.id, s.call_id as "callId", c.call_sid as "callSid", s.triggered_by as "triggeredBy", t.name as "triggeredByName",
  s.alert_type as "alertType", s.reason, s.status,
  s.acknowledged_by as "acknowledgedBy", a.name as "acknowledgedByName", s.acknowledged_at as "acknowledgedAt",
  s.resolved_by as "resolvedBy", r.name as "resolvedByName", s.resolved_at as "resolvedAt", s.resolution,
  s.alerts, s.created_at as "createdAt", s.updated_at as "updatedAt"`;

/** Whoever raised a siren sees it also when the call is no longer theirs; then without the call's SID. */
const from = (tx: Scoped): string => `
from siren_alerts s left join calls c on c.id = s.call_id and ${tx.rows('calls', 'c')}
  left join profiles t on t.id = s.triggered_by and ${tx.rows('profiles', 't')}
  left join profiles a on a.id = s.acknowledged_by and ${tx.rows('profiles', 'a')}
  left join profiles r on r.id = s.resolved_by and ${tx.rows('profiles', 'r')}
where ${tx.rows('siren_alerts', 's')}`;
