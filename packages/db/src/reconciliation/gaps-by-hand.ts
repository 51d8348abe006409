import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { notifyStream } from '../stream/notify-stream.ts';
import { isOpenGap } from './is-open-gap.ts';
import { findGap, type GapRow } from './list-gaps.ts';

/** Why a gap is ignored, and who says so, as the audit names the actor. */
export type IgnoreReason = { reason: string; by: string };

/** Ignores an open gap: it no longer counts as open. Undefined where it is not open. */
export async function ignoreGap(tx: Scoped, id: string, { reason, by }: IgnoreReason): Promise<GapRow | undefined> {
  const sql = `
    update callback_gaps set ignored_at = now(), ignored_by = $2, ignore_reason = $3, updated_at = now(), heal_due_at = null
    where id = $1 and ${isOpenGap('callback_gaps')}`;
  const { rowCount } = await tx.query(sql, [id, by, reason]);
  if (rowCount !== 1) return undefined;
  const { rows } = await tx.query<{ callId: string | null }>(
    'select c.id::text as "callId" from callback_gaps g left join calls c using (call_sid) where g.id = $1',
    [id],
  );
  await notifyStream(tx, { name: 'gap.ignored', entity: 'gap', entityId: id, callId: rows[0]!.callId });
  return findGap(tx, id);
}

/** Has Twilio asked about a gap now; an ignored one is open again. Undefined where it is healed. */
export async function requestHeal(tx: Scoped, id: string): Promise<GapRow | undefined> {
  const sql = `
    update callback_gaps set heal_requested_at = now(), heal_due_at = now(), heal_error = null, ignored_at = null,
      updated_at = now()
    where id = $1 and healed_at is null`;
  const { rowCount } = await tx.query(sql, [id]);
  return rowCount === 1 ? findGap(tx, id) : undefined;
}

/** A gap to ask Twilio about now. */
export type ClaimedHeal = { id: string; callSid: string; accountSid: string | null; isLastAttempt: boolean };

/** Claims up to `limit` gaps that a person had Twilio asked about, for a minute. The last attempt is an hour after the request. */
export async function claimHeals(db: Queryable, limit: number): Promise<ClaimedHeal[]> {
  return (await db.query<ClaimedHeal>({ name: 'claim-heals', text: CLAIM, values: [limit] })).rows;
}

/** Records that Twilio was asked about a gap; `error` says why it cannot be healed. */
export async function settleHeal(db: Queryable, id: string, error: string | null): Promise<void> {
  const sql = `
    update callback_gaps set heal_due_at = null, heal_asked_at = now(), heal_error = left($2, 500) where id = $1`;
  await db.query(sql, [id, error]);
}

const CLAIM = `
with due as (
  select id from callback_gaps where heal_due_at <= now() order by heal_due_at limit $1 for update skip locked
)
update callback_gaps g set heal_due_at = now() + interval '1 minute'
from due where g.id = due.id
returning g.id::text, g.call_sid as "callSid", g.heal_requested_at < now() - interval '1 hour' as "isLastAttempt",
  (select c.account_sid from calls c where c.call_sid = g.call_sid) as "accountSid"`;
