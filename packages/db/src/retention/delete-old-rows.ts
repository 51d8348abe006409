import { UNFETCHED_CUSTODY } from '@trunkline/telephony/recordings';
import { inList } from '../connection/in-list.ts';
import type { Database, Transaction } from '../connection/open-database.ts';

/** Rows of this account that have not changed for so many minutes; at most `limit` at a time. */
export type Age = { accountSid: string; minutes: number; limit: number };

/**
 * Deletes calls that have ended with all that belongs to them, and returns how many. What a person asked for stays: calls
 * of orders, interviews and campaigns' intents, with sirens or commands. So do calls whose recordings are still to be
 * fetched or to expire.
 */
export async function deleteOldCalls(db: Database, { accountSid, minutes, limit }: Age): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query('set local role trunkline_retention'); // may delete from the log of facts
    const { rows } = await tx.query<{ conversationId: string | null }>(DELETE_CALLS, [accountSid, minutes, limit]);
    await deleteConversations(
      tx,
      rows.flatMap(({ conversationId }) => conversationId ?? []),
      minutes,
    );
    return rows.length;
  });
}

/** Deletes finished rows of the inbox, what they are searched by, and their dedupe keys; returns how many. */
export async function deleteOldCallbacks(db: Database, { accountSid, minutes, limit }: Age): Promise<number> {
  return (await db.pool.query(DELETE_CALLBACKS, [accountSid, minutes, limit])).rowCount ?? 0;
}

const DELETE_CALLS = `
with old as materialized (
  select c.id, c.call_sid, c.conversation_id from calls c
  where c.account_sid = $1 and c.is_final and c.updated_at < now() - interval '1 minute' * $2
    and c.order_id is null and c.conference_call_id is null and not c.siren_triggered
    and not exists (select from call_recordings r where r.call_sid = c.call_sid
      and r.custody in ${inList([...UNFETCHED_CUSTODY, 'stored'])})
    and not exists (select from call_intents i where i.call_id = c.id or i.call_sid = c.call_sid)
    and not exists (select from call_commands k where k.call_id = c.id)
    and not exists (select from siren_alerts s where s.call_id = c.id)
  order by c.updated_at limit $3 for update skip locked
),
events as (delete from call_events e using old where e.call_sid = old.call_sid),
recordings as (delete from call_recordings r using old where r.call_sid = old.call_sid),
gaps as (delete from callback_gaps g using old where g.call_sid = old.call_sid),
lookups as (delete from call_lookups l using old where l.call_sid = old.call_sid),
attempts as (delete from call_attempts a using old where a.call_sid = old.call_sid),
gone as (delete from calls c using old where c.id = old.id)
select conversation_id::text as "conversationId" from old`;

/** A conversation with another call, or touched since, stays; so does a contact with a name. */
async function deleteConversations(tx: Transaction, ids: readonly string[], minutes: number): Promise<void> {
  const { rows } = await tx.query<{ contactId: string }>(
    `delete from conversations v where v.id = any($1::bigint[])
      and v.last_message_at < now() - interval '1 minute' * $2
      and not exists (select from calls c where c.conversation_id = v.id)
    returning contact_id::text as "contactId"`,
    [ids, minutes],
  );
  await tx.query(
    `delete from contacts p where p.id = any($1::bigint[]) and (p.display_name is null or p.display_name = p.formatted_number)
      and not exists (select from conversations v where v.contact_id = p.id)`,
    [rows.map(({ contactId }) => contactId)],
  );
}

/** Without what is pending, failed or dead. */
const DELETE_CALLBACKS = `
with old as materialized (
  select id from twilio_webhook_inbox
  where received_at < now() - interval '1 minute' * $2 and processing_status in ('completed', 'quarantined', 'discarded')
    and coalesce(payload ->> 'AccountSid', payload ->> 'account_sid') = $1
  order by id limit $3
),
words as (delete from twilio_webhook_search s using old where s.inbox_id = old.id),
keys as (delete from twilio_webhook_dedupe k using old where k.inbox_id = old.id)
delete from twilio_webhook_inbox i using old where i.id = old.id`;
