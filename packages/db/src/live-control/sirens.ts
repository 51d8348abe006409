import type { SirenAction, SirenStatus, SirenType } from '@trunkline/telephony/live-control';
import type { Queryable } from '../connection/open-database.ts';

type SirenToRaise = { callId: string; triggeredBy: string | null; alertType: SirenType; reason: string };

/** Raises a siren for a call, and returns its id; undefined where one is open already, whoever may see that. */
export async function raiseSiren(tx: Queryable, siren: SirenToRaise): Promise<string | undefined> {
  const { callId, triggeredBy, alertType, reason } = siren;
  const sql = `
    insert into siren_alerts (call_id, triggered_by, alert_type, reason) values ($1, $2, $3, $4)
    on conflict (call_id) where status in ('active', 'acknowledged') do nothing returning id`;
  const { rows } = await tx.query<{ id: string }>(sql, [callId, triggeredBy, alertType, reason]);
  if (rows[0]) await tellSiren(tx, 'siren.raised', rows[0].id, callId);
  return rows[0]?.id;
}

/** What an answer to a siren is called once it was given. */
export const SIREN_EVENTS: Readonly<Record<SirenAction, string>> = {
  acknowledge: 'siren.acknowledged',
  release: 'siren.released',
  resolve: 'siren.resolved',
  false_alarm: 'siren.false_alarm',
};

/** What is written when a siren is answered, and from which states: `$2` is who, `$3` the resolution. */
const ANSWERS: Readonly<Record<SirenAction, { from: readonly SirenStatus[]; set: string }>> = {
  acknowledge: {
    from: ['active'],
    set: `status = 'acknowledged', acknowledged_by = $2, acknowledged_at = now(), next_alert_at = null`,
  },
  release: {
    from: ['acknowledged'],
    set: `status = 'active', acknowledged_by = null, acknowledged_at = null, next_alert_at = now() + interval '30 seconds'`,
  },
  resolve: {
    from: ['acknowledged'],
    set: `status = 'resolved', resolved_by = $2, resolved_at = now(), resolution = $3, next_alert_at = null`,
  },
  false_alarm: {
    from: ['active', 'acknowledged'],
    set: `status = 'false_alarm', resolved_by = $2, resolved_at = now(), resolution = $3, next_alert_at = null`,
  },
};

/** `versions` are those that it may have to be answered; null for any. */
type SirenAnswer = {
  action: SirenAction;
  by: string | null;
  resolution: string | null;
  versions: readonly string[] | null;
};

/** Answers a siren. Of several who answer at once one wins; the others get false. */
export async function answerSiren(tx: Queryable, id: string, answer: SirenAnswer): Promise<boolean> {
  const { action, by, resolution, versions } = answer;
  const { from, set } = ANSWERS[action];
  const sql = `
    with asked as (select $1::bigint as id, $2::uuid as by, $3::text as resolution)
    update siren_alerts s set ${set}
    where id = (select id from asked) and status = any($4) and ($5::text[] is null or s.xmin::text = any($5))
    returning call_id`;
  const { rows } = await tx.query<{ call_id: string }>(sql, [id, by, resolution, from, versions]);
  if (rows[0]) await tellSiren(tx, SIREN_EVENTS[action], id, rows[0].call_id);
  return rows.length === 1;
}

const tellSiren = (tx: Queryable, event: string, id: string, callId: string) =>
  tx.query('select tell_stream($1, $2, $3, $4)', [event, 'siren', id, callId]);
