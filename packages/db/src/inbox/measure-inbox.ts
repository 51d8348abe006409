import type { Queryable } from '../connection/open-database.ts';

/** What is left to do, and what waits for a person. `oldestSeconds` is the age of the oldest row that is not finished. */
export type InboxMeasure = { unfinished: number; oldestSeconds: number; deadLetters: number; quarantined: number };

/** Measures the inbox over its partial indexes, which hold no finished row. Not Prisma: it knows no filtered aggregates. */
export async function measureInbox(db: Queryable): Promise<InboxMeasure> {
  const { rows } = await db.query<InboxMeasure>(SQL);
  return rows[0]!;
}

const SQL = `
select
  (select count(*) from twilio_webhook_inbox where processing_status in ('pending', 'processing', 'failed'))::integer as unfinished,
  coalesce(extract(epoch from now() - (
    select min(received_at) from twilio_webhook_inbox where processing_status in ('pending', 'processing', 'failed'))), 0)::float8 as "oldestSeconds",
  (select count(*) from twilio_webhook_inbox where processing_status = 'dead_letter')::integer as "deadLetters",
  (select count(*) from twilio_webhook_inbox where processing_status = 'quarantined')::integer as quarantined`;
