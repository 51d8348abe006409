import type { Database } from '@trunkline/db/connection';
import type { InboxState } from '@trunkline/telephony/inbox';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

export type Row = {
  state?: InboxState;
  type?: string;
  callSid?: string;
  error?: string;
  /** Defaults to now. */
  receivedAt?: Date;
};

let storedBefore = 50_000_000_000; // far from the ids of the sequence

/** Stores rows in the inbox, with rising ids within each day; returns the ids in the order given. */
export async function storeRows(db: Database, rows: readonly Row[]): Promise<string[]> {
  const { rows: stored } = await db.pool.query<{ id: string }>(SQL, [JSON.stringify(rows), storedBefore]);
  storedBefore += rows.length;
  return stored.map(({ id }) => id);
}

export const emptyInbox = (db: Database): Promise<void> =>
  deleteRows(db.pool, [
    'twilio_webhook_inbox',
    'twilio_webhook_dedupe',
    'twilio_webhook_search',
    'calls',
    'call_events',
    'call_lookups',
  ]);

/** As many rows like this one. */
export const times = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row);

/** The SID of test call `n`. */
export const callSid = (n: number): string => `CA${`${n}`.padStart(32, '0')}`;

const SQL = `
insert into twilio_webhook_inbox (id, source, event_type, call_sid, dedupe_key, payload, received_at, processing_status, error, retry_count)
select inbox_id_floor((at at time zone 'utc')::date) + $2::bigint + n, 'twilio_voice',
  coalesce(type, 'call-status'), sid, gen_random_uuid()::text, '{"CallStatus": "ringing"}', at, coalesce(state, 'pending'), error,
  case state when 'dead_letter' then 6 else 0 end
from rows from (json_to_recordset($1::json) as (state text, type text, "callSid" text, error text, "receivedAt" timestamptz))
  with ordinality as r(state, type, sid, error, given, n), coalesce(given, now()) at
order by n
returning id`;
