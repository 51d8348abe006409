import { foldCall, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { Fact } from '@trunkline/telephony/facts';
import { foldRecordings } from '@trunkline/telephony/recordings';
import type { Database, Queryable } from '../connection/open-database.ts';
import { CALL_COLUMNS } from './save-calls.ts';
import { RECORDING_COLUMNS } from '../recordings/save-recordings.ts';
import { findDrift, LISTED_AT_MOST, type Drift } from './find-drift.ts';
import { findNumberDrift } from './find-number-drift.ts';

/** Result of a rebuild; `drift` lists the first of `driftCount` differences. */
export type Rebuilt = {
  calls: number;
  recordings: number;
  facts: number;
  drift: Drift[];
  driftCount: number;
  /** Calls whose direction, outside number or conversation differs. `repairNumbers` writes them. */
  misread: string[];
};

type Options = {
  /** Only calls with a fact observed since. */
  since?: Date | undefined;
  onProgress?: (done: number, total: number) => void;
  /** Aborts between two batches. */
  signal?: AbortSignal;
};

const CALLS_AT_ONCE = 500;

/**
 * Folds every call and its recordings again from the log, into temporary tables, and compares them with the stored rows.
 * Reads one snapshot: workers that write meanwhile cause no drift.
 */
export async function rebuildCalls(db: Database, ownedNumbers: OwnedNumbers, options: Options = {}): Promise<Rebuilt> {
  const { since, onProgress = () => {}, signal } = options;
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    await tx.query(SHADOWS);
    const total = await listCalls(tx, since ?? null);
    const counts = { calls: 0, recordings: 0, facts: 0 };
    for (let after = ''; ; onProgress(counts.calls, total)) {
      signal?.throwIfAborted();
      const batch = await readBatch(tx, after);
      if (batch.length === 0) break;
      const recordings = await storeBatch(tx, batch, ownedNumbers);
      counts.calls += batch.length;
      counts.recordings += recordings;
      counts.facts += batch.reduce((sum, { facts }) => sum + facts.length, 0);
      after = batch.at(-1)!.callSid;
    }
    const { drift, driftCount } = await findDrift(tx, since === undefined);
    const numbers = await findNumberDrift(tx, since === undefined);
    return {
      ...counts,
      drift: [...drift, ...numbers.drift].slice(0, LISTED_AT_MOST),
      driftCount: driftCount + numbers.drift.length,
      misread: numbers.callSids,
    };
  });
}

type CallFacts = { callSid: string; facts: Fact[] };

/** With the types of the real columns, so that equal values have equal texts. */
const SHADOWS = `
create temp table calls_to_rebuild (call_sid varchar primary key) on commit drop;
create temp table calls_rebuilt on commit drop as
  select call_sid, ${CALL_COLUMNS.map(([, column]) => column).join(', ')} from calls with no data;
create temp table recordings_rebuilt on commit drop as
  select recording_sid, ${RECORDING_COLUMNS.map(([, column]) => column).join(', ')} from call_recordings with no data`;

async function listCalls(tx: Queryable, since: Date | null): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into calls_to_rebuild select distinct call_sid from call_events
    where call_sid is not null and ($1::timestamptz is null or observed_at >= $1)`,
    [since],
  );
  await tx.query('analyze calls_to_rebuild');
  return rowCount ?? 0;
}

async function readBatch(tx: Queryable, after: string): Promise<CallFacts[]> {
  const { rows } = await tx.query<CallFacts>({ name: 'read-call-facts', text: BATCH, values: [after] });
  return rows;
}

const BATCH = `
select b.call_sid as "callSid", (select json_agg(e.fact) from call_events e where e.call_sid = b.call_sid) as facts
from (select call_sid from calls_to_rebuild where call_sid > $1 order by call_sid limit ${CALLS_AT_ONCE}) b
order by b.call_sid`;

async function storeBatch(tx: Queryable, batch: readonly CallFacts[], ownedNumbers: OwnedNumbers): Promise<number> {
  const calls = batch.map(({ callSid, facts }) => foldCall(callSid, facts, ownedNumbers));
  const recordings = batch.flatMap(({ facts }) => foldRecordings(facts));
  await tx.query({ name: 'store-rebuilt-calls', text: STORE_CALLS, values: [JSON.stringify(calls)] });
  await tx.query({ name: 'store-rebuilt-recordings', text: STORE_RECORDINGS, values: [JSON.stringify(recordings)] });
  return recordings.length;
}

const recordsetOf = (key: string, columns: readonly (readonly [string, string, string])[]) => `
select "${key}", ${columns.map(([field]) => `"${field}"`).join(', ')}
from jsonb_to_recordset($1::jsonb) as r("${key}" varchar, ${columns.map(([field, , type]) => `"${field}" ${type}`).join(', ')})`;

const STORE_CALLS = `insert into calls_rebuilt ${recordsetOf('callSid', CALL_COLUMNS)}`;
const STORE_RECORDINGS = `insert into recordings_rebuilt ${recordsetOf('recordingSid', RECORDING_COLUMNS)}`;
