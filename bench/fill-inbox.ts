import type { Queryable } from '@trunkline/db/connection';

/**
 * Puts status callbacks of real size into the inbox, four of each call, straight by SQL; returns the ids in the order of
 * their arrival, in which the callbacks of some hundred calls are mingled, as on a busy line.
 */
export async function fillInbox(db: Queryable, count: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(SQL, [Math.ceil(count / 4)]);
  return rows.map((row) => row.id).slice(0, count);
}

const SQL = `
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
