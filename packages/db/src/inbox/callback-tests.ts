import { CALLBACK_TEST_REASON, testCallSid, type CallbackTestResult } from '@trunkline/telephony/inbox';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A signed callback of our own, posted to the public origin by worker-reconcile, and what came back. */
export type CallbackTest = CallbackTestResult & { id: string; answer: string | null; createdAt: Date };

const MOST_WAITING = 10;
const COLUMNS = `id::text, created_at as "createdAt", settled_at as "settledAt", url, answered, answer, took_ms as "tookMs", error,
  inbox_id::text as "inboxId"`;

/** Requests a test; undefined where ten wait already. SQL: the count and the insert are one statement. */
export async function requestCallbackTest(tx: Scoped, requestedBy: string): Promise<CallbackTest | undefined> {
  const sql = `
    insert into callback_tests (requested_by) select $1
    where (select count(*) from callback_tests where settled_at is null) < ${MOST_WAITING} returning ${COLUMNS}`;
  return (await tx.query<CallbackTest>(sql, [requestedBy])).rows[0];
}

export async function findCallbackTest(tx: Scoped, id: string): Promise<CallbackTest | undefined> {
  return (await tx.query<CallbackTest>(`select ${COLUMNS} from callback_tests where id = $1`, [id])).rows[0];
}

/** Claims the next test for half a minute; undefined where none waits. */
export async function claimCallbackTest(db: Queryable): Promise<{ id: string } | undefined> {
  const sql = `
    update callback_tests set claimed_at = now() where id = (
      select id from callback_tests
      where settled_at is null and (claimed_at is null or claimed_at < now() - interval '30 seconds')
      order by id limit 1 for update skip locked)
    returning id::text`;
  return (await db.query<{ id: string }>(sql)).rows[0];
}

/** Records what came of a test, and discards its row of the inbox, which no person has to look at. */
export async function settleCallbackTest(
  db: Queryable,
  id: string,
  { url, answered, answer, tookMs, error }: Pick<CallbackTest, 'url' | 'answered' | 'answer' | 'tookMs' | 'error'>,
): Promise<void> {
  const values = [id, testCallSid(id), CALLBACK_TEST_REASON, url, answered, answer, tookMs, error];
  await db.query({ name: 'settle-callback-test', text: SETTLE, values });
}

const SETTLE = `
with stored as (
  update twilio_webhook_inbox set processing_status = 'discarded', processed_at = now(), decision_reason = $3
  where call_sid = $2 and processing_status = 'quarantined' returning id
)
update callback_tests set settled_at = now(), url = $4, answered = $5, answer = left($6, 500), took_ms = $7, error = left($8, 500),
  inbox_id = (select max(id) from stored)
where id = $1::bigint`;

/** Discards the inbox row of a test callback, and returns its id; null where it is not stored. */
export async function discardTestCallback(db: Queryable, callSid: string): Promise<string | null> {
  const sql = `
    update twilio_webhook_inbox set processing_status = 'discarded', processed_at = now(), decision_reason = $2
    where call_sid = $1 and processing_status = 'quarantined' returning id::text`;
  const { rows } = await db.query<{ id: string }>(sql, [callSid, CALLBACK_TEST_REASON]);
  return rows[0]?.id ?? null;
}

/** Deletes tests older than a day. */
export async function deleteOldCallbackTests(db: Queryable): Promise<void> {
  await db.query(`delete from callback_tests where created_at < now() - interval '1 day'`);
}
