import {
  OPEN_SIREN_STATUSES,
  SIREN_ALERT_SECONDS,
  sirenTransition,
  type SirenAction,
  type SirenStatus,
  type SirenType,
} from '@trunkline/telephony/live-control';
import { inList } from '../connection/in-list.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { notifyStream } from '../stream/notify-stream.ts';

/** A call for help. People are ids of profiles; null for the operator of the machine, and for what is not done yet. */
export type Siren = {
  id: string;
  callId: string;
  callSid: string | null;
  triggeredBy: string | null;
  /** Names only where the actor may see them. */
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
  /** How often it was alerted. */
  alerts: number;
  createdAt: Date;
  updatedAt: Date;
};

/** A siren with its version, which every change of it changes. */
export type VersionedSiren = { siren: Siren; version: string };

type SirenToRaise = { callId: string; triggeredBy: string | null; alertType: SirenType; reason: string };

/** Raises a siren for a call and returns its id; undefined where one is open, whether the actor may see it or not. */
export async function raiseSiren(tx: Scoped, siren: SirenToRaise): Promise<string | undefined> {
  const { callId, triggeredBy, alertType, reason } = siren;
  const sql = `
    insert into siren_alerts (call_id, triggered_by, alert_type, reason) values ($1, $2, $3, $4)
    on conflict (call_id) where status in ${OPEN} do nothing returning id`;
  const { rows } = await tx.query<{ id: string }>(sql, [callId, triggeredBy, alertType, reason]);
  if (rows[0]) await notifyStream(tx, { name: 'siren.raised', entity: 'siren', entityId: rows[0].id, callId });
  return rows[0]?.id;
}

/** The stream event of each action. */
export const SIREN_EVENTS: Readonly<Record<SirenAction, string>> = {
  acknowledge: 'siren.acknowledged',
  release: 'siren.released',
  resolve: 'siren.resolved',
  false_alarm: 'siren.false_alarm',
};

const NEXT_ALERT = `now() + interval '${SIREN_ALERT_SECONDS} seconds'`;

/** What each action writes besides the status; `$2` is the actor, `$3` the resolution. */
const SETS: Readonly<Record<SirenAction, string>> = {
  acknowledge: `acknowledged_by = $2, acknowledged_at = now(), next_alert_at = null`,
  release: `acknowledged_by = null, acknowledged_at = null, next_alert_at = ${NEXT_ALERT}`,
  resolve: `resolved_by = $2, resolved_at = now(), resolution = $3, next_alert_at = null`,
  false_alarm: `resolved_by = $2, resolved_at = now(), resolution = $3, next_alert_at = null`,
};

/** `versions`: the siren must have one of them; null for any. */
type SirenAnswer = {
  action: SirenAction;
  by: string | null;
  resolution: string | null;
  versions: readonly string[] | null;
};

/** Answers a siren. Of several concurrent answers one wins; the others return false. */
export async function answerSiren(tx: Scoped, id: string, answer: SirenAnswer): Promise<boolean> {
  const { action, by, resolution, versions } = answer;
  const { from, to } = sirenTransition(action);
  const sql = `
    with asked as (select $1::bigint as id, $2::uuid as by, $3::text as resolution)
    update siren_alerts s set status = '${to}', ${SETS[action]}
    where id = (select id from asked) and status in ${inList(from)} and ($4::text[] is null or s.xmin::text = any($4))
    returning call_id`;
  const { rows } = await tx.query<{ call_id: string }>(sql, [id, by, resolution, versions]);
  const callId = rows[0]?.call_id;
  if (callId) await notifyStream(tx, { name: SIREN_EVENTS[action], entity: 'siren', entityId: id, callId });
  return rows.length === 1;
}

const SIRENS_OF_CALLS_AT_MOST = 50;

/** The sirens of these calls, the latest first. */
export async function listSirensOfCalls(tx: Scoped, callIds: readonly string[]): Promise<Siren[]> {
  const sql = `select ${SIREN_COLUMNS} ${sirensFrom(tx)} and s.call_id = any($1::bigint[]) order by s.id desc limit ${SIRENS_OF_CALLS_AT_MOST}`;
  return (await tx.query<Siren>(sql, [callIds])).rows;
}

export async function findSiren(tx: Scoped, id: string): Promise<VersionedSiren | undefined> {
  const sql = `select s.xmin::text as version, ${SIREN_COLUMNS} ${sirensFrom(tx)} and s.id = $1`;
  const row = (await tx.query<Siren & { version: string }>(sql, [id])).rows[0];
  if (!row) return undefined;
  const { version, ...siren } = row;
  return { siren, version };
}

/** The open siren of a call, if the actor may see it. */
export async function findOpenSiren(tx: Scoped, callId: string): Promise<Siren | undefined> {
  const sql = `select ${SIREN_COLUMNS} ${sirensFrom(tx)} and s.call_id = $1 and s.status in ${OPEN}`;
  return (await tx.query<Siren>(sql, [callId])).rows[0];
}

const OPEN = inList(OPEN_SIREN_STATUSES);

export const SIREN_COLUMNS = `
  s.id, s.call_id as "callId", c.call_sid as "callSid", s.triggered_by as "triggeredBy", t.name as "triggeredByName",
  s.alert_type as "alertType", s.reason, s.status,
  s.acknowledged_by as "acknowledgedBy", a.name as "acknowledgedByName", s.acknowledged_at as "acknowledgedAt",
  s.resolved_by as "resolvedBy", r.name as "resolvedByName", s.resolved_at as "resolvedAt", s.resolution,
  s.alerts, s.created_at as "createdAt", s.updated_at as "updatedAt"`;

/** The person who raised a siren still sees it when the call is no longer theirs, then without the call's SID. */
export const sirensFrom = (tx: Scoped): string => `
from siren_alerts s left join calls c on c.id = s.call_id and ${tx.rows('calls', 'c')}
  left join profiles t on t.id = s.triggered_by and ${tx.rows('profiles', 't')}
  left join profiles a on a.id = s.acknowledged_by and ${tx.rows('profiles', 'a')}
  left join profiles r on r.id = s.resolved_by and ${tx.rows('profiles', 'r')}
where ${tx.rows('siren_alerts', 's')}`;
