import { OPEN_SIREN_STATUSES, type SirenStatus } from '@trunkline/telephony/live-control';
import { contactOf, timesOf } from '../calls/call-includes.ts';
import { openConditions } from '../connection/conditions.ts';
import { inList } from '../connection/in-list.ts';
import { beganAt, toPage, type Page } from '../connection/latest-first.ts';
import { utcText } from '../connection/utc-text.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { SIREN_COLUMNS, sirensFrom, type Siren } from './sirens.ts';

/** A siren in a list: with its call and contact, as far as the actor may see them. */
export type SirenListRow = Siren & {
  raisedAt: Date;
  /** The columns of the call under their names in SQL; its times are ISO 8601. */
  call: { status: string; from_number: string | null; to_number: string | null; [column: string]: unknown } | null;
  contact: object | null;
};

/** Raised in `[raisedAfter, raisedBefore)`. */
export type SirenFilter = {
  statuses?: readonly SirenStatus[] | undefined;
  callId?: string | undefined;
  raisedAfter?: Date | undefined;
  raisedBefore?: Date | undefined;
};

/** A page of sirens, the latest first, before the one with `beforeId`. */
export async function listSirens(
  tx: Scoped,
  filter: SirenFilter & { beforeId?: string | undefined },
  limit: number,
): Promise<Page<SirenListRow>> {
  const { conditions, values, add } = sirenConditions(filter);
  add(filter.beforeId, (id) => `s.id < ${id}`);
  const call = `case when c.id is not null then (
    select jsonb_build_object('status', c.status, 'direction', c.direction, 'from_number', c.from_number, 'to_number', c.to_number,
      'is_final', c.is_final, 'started_at', ${utcText(beganAt('c'))}, 'answered_at', ${utcText('t.answered_at')},
      'ended_at', ${utcText('c.end_time')}, 'recording_status', c.recording_status)
    from ${timesOf(tx, 'c')} t) end`;
  const sql = `
    select ${SIREN_COLUMNS}, s.created_at as "raisedAt", ${call} as call, ${contactOf(tx, 'c')} as contact
    ${sirensFrom(tx)} ${conditions.map((condition) => `and ${condition}`).join(' ')}
    order by s.id desc limit $${values.push(limit + 1)}`;
  return toPage((await tx.query<SirenListRow>(sql, values)).rows, limit);
}

/** Figures of the sirens of a filter. Seconds are medians from raising one; null where there is none to measure. */
export type SirenSummary = {
  sirens: number;
  open: number;
  falseAlarms: number;
  /** Of the closed ones; null without any. */
  falseAlarmShare: number | null;
  acknowledgeSeconds: number | null;
  resolveSeconds: number | null;
  byType: Record<string, number>;
};

/** Sums up the latest 10,000 sirens of a filter that the actor may see. */
export async function summarizeSirens(tx: Scoped, filter: SirenFilter): Promise<SirenSummary> {
  const { conditions, values } = sirenConditions(filter);
  const sql = `
    with chosen as materialized (
      select s.status, s.alert_type, s.created_at, s.acknowledged_at, s.resolved_at from siren_alerts s
      where ${[...conditions, tx.rows('siren_alerts', 's')].join(' and ')} order by s.id desc limit ${SUMMARIZED}
    )
    select count(*)::integer as sirens, count(*) filter (where status in ${inList(OPEN_SIREN_STATUSES)})::integer as open,
      count(*) filter (where status = 'false_alarm')::integer as "falseAlarms",
      round(count(*) filter (where status = 'false_alarm')::numeric
        / nullif(count(*) filter (where status in ('resolved', 'false_alarm')), 0), 3)::float8 as "falseAlarmShare",
      ${median('acknowledged_at', 'true')} as "acknowledgeSeconds", ${median('resolved_at', `status = 'resolved'`)} as "resolveSeconds",
      (select coalesce(jsonb_object_agg(alert_type, count), '{}') from (
        select alert_type, count(*) from chosen group by alert_type) t) as "byType"
    from chosen`;
  return (await tx.query<SirenSummary>(sql, values)).rows[0]!;
}

const SUMMARIZED = 10_000;

const median = (time: string, condition: string): string => `
  round((percentile_cont(0.5) within group (order by extract(epoch from ${time} - created_at)) filter (where ${condition}))::numeric, 1)::float8`;

function sirenConditions({ statuses, callId, raisedAfter, raisedBefore }: SirenFilter) {
  const opened = openConditions();
  opened.addOneOf('s.status', statuses);
  opened.add(callId, (id) => `s.call_id = ${id}`);
  opened.add(raisedAfter, (time) => `s.created_at >= ${time}`);
  opened.add(raisedBefore, (time) => `s.created_at < ${time}`);
  return opened;
}
