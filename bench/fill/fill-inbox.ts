import type { Queryable } from '@trunkline/db/connection';
import { fingerprintStopped, indexInbox } from '@trunkline/db/inbox';
import { settle } from '../settle.ts';

/**
 * Inserts status callbacks of real size into the inbox by SQL, four per call; returns their ids in order of arrival. The
 * callbacks of some three hundred calls are interleaved, as on a busy line.
 */
export async function fillInbox(db: Queryable, count: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(FILL, [Math.ceil(count / 4)]);
  return rows.map((row) => row.id).slice(0, count);
}

const FILL = `
with call as (
  select n, 'CA' || md5(random()::text || n) as sid, '+1508555' || lpad((100 + n % 9000)::text, 4, '0') as callee
  from generate_series(0, $1::integer - 1) n
),
callback as (
  select n, sid, callee, sequence, (array['initiated', 'ringing', 'in-progress', 'completed'])[sequence + 1] as status
  from call, generate_series(0, 3) sequence
),
stored as (
  insert into twilio_webhook_inbox (source, event_type, call_sid, dedupe_key, payload, signature_verdict, next_attempt_at)
  select 'twilio_voice', 'call-status', sid, 'call:' || sid || ':' || status || ':' || sequence || ':' || left(md5(sid || sequence), 24),
    jsonb_build_object(
      'AccountSid', 'AC0123456789abcdef0123456789abcdef', 'ApiVersion', '2010-04-01', 'CallSid', sid, 'CallStatus', status,
      'From', '+16175006181', 'Caller', '+16175006181', 'To', callee, 'Called', callee, 'Direction', 'outbound-api',
      'CallerCity', 'BOSTON', 'CallerState', 'MA', 'CallerZip', '02110', 'CallerCountry', 'US',
      'FromCity', 'BOSTON', 'FromState', 'MA', 'FromZip', '02110', 'FromCountry', 'US',
      'CalledCity', 'FRAMINGHAM', 'CalledState', 'MA', 'CalledZip', '01701', 'CalledCountry', 'US',
      'ToCity', 'FRAMINGHAM', 'ToState', 'MA', 'ToZip', '01701', 'ToCountry', 'US',
      'Timestamp', to_char(timestamp '2026-11-20 12:00:00' + sequence * interval '7 seconds', 'Dy, DD Mon YYYY HH24:MI:SS') || ' +0000',
      'CallbackSource', 'call-progress-events', 'SequenceNumber', sequence::text)
    || case when status = 'completed' then '{"CallDuration": "17", "Duration": "1", "SipResponseCode": "200"}'::jsonb else '{}' end,
    'valid', now() + interval '1 hour'
  from callback order by n / 300, sequence, n
  returning id, dedupe_key
),
known as (
  insert into twilio_webhook_dedupe (key, inbox_id) select md5(dedupe_key)::uuid, id from stored order by 1
)
select id from stored order by id`;

/** One call with so many applied callbacks, a second apart; returns its SID. */
export async function fillLongCall(db: Queryable, callbacks: number): Promise<string> {
  const sid = 'CA10c90000000000000000000000000000';
  const { rows } = await db.query<{ id: string }>(FILL_ONE, [sid, callbacks]);
  await db.query(FINISH, [rows.map(({ id }) => id)]);
  return sid;
}

const FILL_ONE = `
insert into twilio_webhook_inbox (source, event_type, call_sid, dedupe_key, payload, signature_verdict, received_at)
select 'twilio_voice', 'call-status', $1::varchar, 'call:' || $1 || ':' || n,
  jsonb_build_object('CallSid', $1, 'AccountSid', 'AC0123456789abcdef0123456789abcdef', 'Direction', 'outbound-api',
    'CallStatus', case n when 1 then 'initiated' when 2 then 'ringing' when $2 then 'completed' else 'in-progress' end,
    'From', '+16175006181', 'To', '+15085140320', 'SequenceNumber', (n - 1)::text,
    'Timestamp', to_char((now() at time zone 'utc') - ($2 - n) * interval '1 second', 'Dy, DD Mon YYYY HH24:MI:SS') || ' +0000')
    || case when n = $2 then jsonb_build_object('CallDuration', ($2 - 2)::text) else '{}' end,
  'valid', now() - ($2 - n) * interval '1 second'
from generate_series(1, $2::integer) n
returning id`;

const ROWS_AT_ONCE = 100_000;

/** Fills the inbox up to `rows` finished callbacks, with events and calls as if they had been applied. */
export async function growInbox(db: Queryable, rows: number, say: (rows: number) => void): Promise<void> {
  const { rows: found } = await db.query<{ count: number }>(
    'select count(*)::integer as count from twilio_webhook_inbox',
  );
  for (let count = found[0]!.count; count < rows;) {
    const ids = await fillInbox(db, Math.min(ROWS_AT_ONCE, rows - count));
    await db.query(FINISH, [ids]);
    count += ids.length;
    if (count % 500_000 < ROWS_AT_ONCE) say(count);
  }
  await settle(db);
}

const FINISH = `
with done as (
  update twilio_webhook_inbox set processing_status = 'completed', processed_at = now()
  where id = any($1::bigint[]) returning *
),
event as (
  insert into call_events (inbox_id, call_sid, event_type, event_status, event_time, observed_at, source, verdict, fact, payload)
  select id, call_sid, 'call.status_changed', payload ->> 'CallStatus', received_at, received_at, 'webhook', 'applied',
    jsonb_build_object('key', dedupe_key, 'kind', 'call-status', 'source', 'webhook', 'callSid', call_sid,
      'status', payload ->> 'CallStatus', 'sequence', (payload ->> 'SequenceNumber')::integer, 'occurredAt', null,
      'observedAt', received_at, 'values', jsonb_build_object('fromNumber', payload ->> 'From', 'toNumber', payload ->> 'To')),
    payload
  from done order by id
)
insert into calls (call_sid, status, direction, from_number, to_number, is_final, version)
select distinct call_sid, 'completed', 'outbound', payload ->> 'From', payload ->> 'To', true, 4 from done
on conflict (call_sid) do nothing`;

/**
 * Fills an empty inbox for its lists and its search: one callback in 500 is a dead letter, one in ten has an idempotency
 * token, and the index of parts is complete. It is built at once, which is the same index as one that grew.
 */
export async function fillInboxForSearch(db: Queryable, rows: number): Promise<void> {
  await growInbox(db, rows, () => {});
  await db.query(MARK);
  const { rows: indexes } = await db.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where indexname = 'twilio_webhook_search_grams_idx'`,
  );
  const { name, definition } = indexes[0]!;
  await db.query(`drop index ${name}`);
  while ((await indexInbox(db, ROWS_AT_ONCE)) > 0);
  await db.query(definition.replace(' ON ONLY ', ' ON ')); // on all partitions
  while ((await fingerprintStopped(db, ROWS_AT_ONCE)) > 0);
  await settle(db);
}

const MARK = `
update twilio_webhook_inbox
set idempotency_token = md5('token' || id),
  processing_status = case when id % 500 = 0 then 'dead_letter' else processing_status end,
  error = case when id % 500 = 0 then 'No call of the account ' || (id / 500 % 40) || ' has the SID ' || call_sid end
where id % 10 = 0`;
