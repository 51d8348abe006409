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

const UNFINISHED = `twilio_webhook_inbox where processing_status in ${inList(UNFINISHED_INBOX_STATES)}`;

/** Each measure as SQL. */
export const INBOX_MEASURES = {
  unfinished: `(select count(*) from ${UNFINISHED})`,
  // A row may be received after the transaction began, which `now()` is: it is no younger than 0 s.
  oldestSeconds: `greatest(0, extract(epoch from now() - (select min(received_at) from ${UNFINISHED})))`,
  deadLetters: `(select count(*) from twilio_webhook_inbox where processing_status = 'dead_letter')`,
  quarantined: `(select count(*) from twilio_webhook_inbox where processing_status = 'quarantined')`,
} as const satisfies Record<keyof InboxMeasure, string>;

const SQL = `
select ${INBOX_MEASURES.unfinished}::integer as unfinished, ${INBOX_MEASURES.oldestSeconds}::float8 as "oldestSeconds",
  ${INBOX_MEASURES.deadLetters}::integer as "deadLetters", ${INBOX_MEASURES.quarantined}::integer as quarantined`;
