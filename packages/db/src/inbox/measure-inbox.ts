import { UNFINISHED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/** How many rows wait for a worker, and how many for a person. `oldestSeconds` is the age of the oldest unfinished row. */
export type InboxMeasure = { unfinished: number; oldestSeconds: number; deadLetters: number; quarantined: number };

/** Measures the inbox over its partial indexes, which hold no completed row. */
export async function measureInbox(db: Queryable): Promise<InboxMeasure> {
  const { rows } = await db.query<InboxMeasure>(SQL);
  return rows[0]!;
}

const UNFINISHED = inList(UNFINISHED_INBOX_STATES);

const SQL = `
select
  (select count(*) from twilio_webhook_inbox where processing_status in ${UNFINISHED})::integer as unfinished,
  coalesce(extract(epoch from now() - (
    select min(received_at) from twilio_webhook_inbox where processing_status in ${UNFINISHED})), 0)::float8 as "oldestSeconds",
  (select count(*) from twilio_webhook_inbox where processing_status = 'dead_letter')::integer as "deadLetters",
  (select count(*) from twilio_webhook_inbox where processing_status = 'quarantined')::integer as quarantined`;
