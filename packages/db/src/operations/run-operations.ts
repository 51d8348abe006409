import {
  KEPT_ERRORS,
  nextOperationStep,
  OPERATION_DAYS,
  type OperationKind,
  type OperationState,
} from '@trunkline/telephony/operations';
import type { Database, Queryable } from '../connection/open-database.ts';
import { STREAM_CHANNEL } from '../stream/notify-stream.ts';
import { beginItems, type BegunItems } from './begin-items.ts';
import { settleItems } from './settle-items.ts';

type LockedOperation = {
  id: string;
  kind: OperationKind;
  reason: string;
  state: OperationState;
  canary: number;
  waiting: number;
  begun: number;
  ok: number;
  failed: number;
  errors: { id: string; error: string }[];
  /** Items that its rate allows to begin now. */
  mayBegin: number;
};

/** What a tick of one operation changed: undefined where another process has it, or it ticked within the second. */
export type OperationTick = { state: OperationState; begun: number; ok: number; failed: number; skipped: number };

/** The operations with something to do: running ones, and those with items whose result is to come. */
export async function listActiveOperations(db: Queryable): Promise<string[]> {
  const sql = `
    select id::text from operations where (state = 'running' or begun > 0) and ticked_at < now() - interval '900 ms' order by id`;
  return (await db.query<{ id: string }>(sql)).rows.map(({ id }) => id);
}

/**
 * Settles what is begun, begins what the rate allows, and records it all in one transaction, at most about once a second
 * among all processes. One that is killed leaves nothing half done: its transaction is rolled back.
 */
export const tickOperation = (db: Database, id: string): Promise<OperationTick | undefined> =>
  db.transaction(async (tx) => {
    const operation = await lockOperation(tx, id);
    if (!operation) return undefined;
    const settled = operation.begun > 0 ? await settleItems(tx, operation) : { ok: 0, failed: 0, errors: [] };
    const begun = operation.begun - settled.ok - settled.failed;
    const [ok, failed] = [operation.ok + settled.ok, operation.failed + settled.failed];
    const step =
      operation.state === 'running'
        ? nextOperationStep({ ...operation, begun, ok, failed }, operation.mayBegin)
        : { begin: 0 };
    const more: BegunItems =
      'begin' in step && step.begin > 0 ? await beginItems(tx, operation, step.begin) : { begun: 0, ok: 0, skipped: 0 };
    const state = 'end' in step ? step.end : operation.state;
    const errors = [...operation.errors, ...settled.errors].slice(0, KEPT_ERRORS);
    const values = [
      id,
      state,
      'because' in step ? step.because : null,
      more.begun - settled.ok - settled.failed,
      settled.ok + more.ok,
      settled.failed,
      more.skipped,
      JSON.stringify(errors),
    ];
    await tx.query({ name: 'save-operation-tick', text: SAVE, values });
    return { state, begun: more.begun, ok: settled.ok + more.ok, failed: settled.failed, skipped: more.skipped };
  });

async function lockOperation(tx: Queryable, id: string): Promise<LockedOperation | undefined> {
  return (await tx.query<LockedOperation>({ name: 'lock-operation', text: LOCK, values: [id] })).rows[0];
}

/** Deletes at most `limit` operations that ended more than 30 days ago, with their items; returns how many. */
export async function deleteOldOperations(db: Queryable, limit: number): Promise<number> {
  const sql = `
    delete from operations where id = any(array(
      select id from operations where ended_at < now() - interval '${OPERATION_DAYS} days' order by ended_at limit $1))`;
  return (await db.query(sql, [limit])).rowCount ?? 0;
}

/** Two seconds of its rate at most are made up for. */
const LOCK = `
select id::text, kind, reason, state, canary, total - begun - ok - failed - skipped as waiting, begun, ok, failed, errors,
  floor(rate * extract(epoch from now() - greatest(paced_at, now() - interval '2 seconds')))::integer as "mayBegin"
from operations
where id = $1::bigint and (state = 'running' or begun > 0) and ticked_at < now() - interval '900 ms'
for update skip locked`;

/** Progress is an event where something changed. */
const SAVE = `
with saved as (
  update operations set state = $2, ended_because = coalesce($3, ended_because),
    ended_at = case when $2 in ('done', 'failed') then now() else ended_at end,
    paced_at = greatest(paced_at, now() - interval '2 seconds')
      + interval '1 second' * (($4::integer + $5::integer + $6::integer + $7::integer)::float8 / rate),
    begun = begun + $4, ok = ok + $5, failed = failed + $6, skipped = skipped + $7, errors = $8::jsonb, ticked_at = now()
  where id = $1::bigint returning id, ($4 <> 0 or $5 > 0 or $6 > 0 or $7 > 0 or $2 in ('done', 'failed')) as changed
),
emitted as (
  insert into stream_events (name, entity, entity_id) select 'operation.progress', 'operation', id::text from saved where changed
  returning id
)
select pg_notify('${STREAM_CHANNEL}', '') from emitted`;
