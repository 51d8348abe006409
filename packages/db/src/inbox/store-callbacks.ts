import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { Queryable } from '../connection/open-database.ts';

/** A callback for the inbox; `payload` and `query` must hold only what `jsonb` accepts (no NUL, no half character). */
export type CallbackToStore = {
  source: string;
  callbackKind: CallbackKind;
  callSid: string | null;
  recordingSid: string | null;
  dedupeKey: string;
  payload: object;
  query: object;
  escapedFields: readonly string[];
  rawTarget: string;
  idempotencyToken: string | null;
  signatureVerdict: string;
  processingStatus: 'pending' | 'quarantined';
  error: string | null;
  /** How many times the batch holds it. */
  copies: number;
};

/** `n` is the callback's index in the batch; `isNew` is false for a copy, which is counted and not stored again. */
export type StoredRow = { n: number; id: string; isNew: boolean };

/**
 * Stores a batch of callbacks with distinct dedupe keys in one statement and one commit. Rate: a batch as one JSON
 * parameter is 1.0 where Prisma's `createMany` is 0.48 and a row at a time 0.45. Rows are inserted in the order of their
 * keys, so that two batches never deadlock; existing rows of the inbox are not touched, so no worker is waited for.
 * `receivedAt` is the time of a simulated clock; by default Postgres gives the time. Of a call that was erased only the
 * fields that say how it went are stored.
 */
export async function storeCallbacks(
  db: Queryable,
  batch: readonly CallbackToStore[],
  receivedAt: Date | null = null,
): Promise<StoredRow[]> {
  const values = [JSON.stringify(batch), receivedAt];
  const { rows } = await db.query<StoredRow>({ name: 'store-callbacks', text: SQL, values });
  return rows;
}

const SQL = `
with batch as materialized (
  select b.*, md5(b."dedupeKey")::uuid as key
  from rows from (jsonb_to_recordset($1::jsonb) as (
    "source" text, "callbackKind" text, "callSid" text, "recordingSid" text, "dedupeKey" text, "payload" jsonb, "query" jsonb,
    "escapedFields" text[], "rawTarget" text, "idempotencyToken" text, "signatureVerdict" text, "processingStatus" text,
    "error" text, "copies" integer)) with ordinality as b(
    "source", "callbackKind", "callSid", "recordingSid", "dedupeKey", "payload", "query", "escapedFields", "rawTarget",
    "idempotencyToken", "signatureVerdict", "processingStatus", "error", "copies", n)
),
known as (
  insert into twilio_webhook_dedupe as d (key, inbox_id, copies)
  select key, next_inbox_id(), "copies" from batch order by key
  on conflict (key) do update set copies = d.copies + excluded.copies, last_seen_at = now()
  returning d.key, d.inbox_id, d.copies
),
answer as (
  select b.*, k.inbox_id, k.copies = b."copies" as is_new,
    k.copies = b."copies" and is_erased(b."callSid", b."signatureVerdict" = 'rest', b."payload") as is_erased
  from known k join batch b using (key)
),
stored as (
  insert into twilio_webhook_inbox (
    id, source, event_type, call_sid, recording_sid, dedupe_key, payload, query, escaped_fields, raw_target,
    idempotency_token, signature_verdict, processing_status, error, received_at)
  select inbox_id, "source", "callbackKind", "callSid", "recordingSid", "dedupeKey",
    case when is_erased then redact_erased(kept_fields("payload")::text)::jsonb else "payload" end,
    case when is_erased then redact_erased("query"::text)::jsonb else "query" end,
    case when is_erased then '{}' else "escapedFields" end, case when is_erased then '' else "rawTarget" end,
    case when is_erased then null else "idempotencyToken" end, "signatureVerdict", "processingStatus", "error",
    coalesce($2::timestamptz, now())
  from answer where is_new order by inbox_id
)
select n::integer - 1 as n, inbox_id as id, is_new as "isNew" from answer`;
