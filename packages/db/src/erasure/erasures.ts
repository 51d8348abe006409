import type { Queryable } from '../connection/open-database.ts';
import type { Erased } from './erase-person.ts';

/** Whom an erasure was about, without a number or name. A restore of an older backup erases the same persons by it. */
export type ErasureRecord = {
  id: string;
  /** ISO, UTC. */
  erasedAt: string;
  /** Names the key of the digests: digests of another key match nothing. */
  keyName: string;
  callSids: string[];
  candidateIds: number[];
  /** Keyed digests of the numbers, in hexadecimal digits. */
  digests: string[];
};

/** Records an erasure whose objects are still to be deleted; returns its id. */
export async function recordErasure(
  tx: Queryable,
  { objectKeys, counts, callSids, candidateIds, digests }: Erased,
): Promise<string> {
  const sql = `
    insert into erasures (object_keys, counts, call_sids, candidate_ids, number_digests)
    values ($1::text[], $2::jsonb, $3::text[], $4::int[], array(select decode(d, 'hex') from unnest($5::text[]) d))
    returning id`;
  const values = [objectKeys, JSON.stringify(counts), callSids, candidateIds, digests];
  const { rows } = await tx.query<{ id: string }>(sql, values);
  return rows[0]!.id;
}

/** Adds erasures of the object store that this database does not know. */
export async function addErasures(tx: Queryable, records: readonly ErasureRecord[]): Promise<void> {
  for (const { id, erasedAt, callSids, candidateIds, digests } of records)
    await tx.query(
      `insert into erasures (id, created_at, finished_at, call_sids, candidate_ids, number_digests)
      values ($1, $2, now(), $3::text[], $4::int[], array(select decode(d, 'hex') from unnest($5::text[]) d)) on conflict do nothing`,
      [id, erasedAt, callSids, candidateIds, digests],
    );
}

const RECORD = `
select id, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "erasedAt",
  erasure_key_name() as "keyName", call_sids as "callSids", candidate_ids as "candidateIds",
  array(select encode(d, 'hex') from unnest(number_digests) d) as digests, object_keys as "objectKeys"
from erasures`;

/** Erasures that are not finished: their objects are not deleted yet, or the store has no record of them. */
export async function listOpenErasures(db: Queryable): Promise<(ErasureRecord & { objectKeys: string[] })[]> {
  const sql = `${RECORD} where finished_at is null order by created_at`;
  return (await db.query<ErasureRecord & { objectKeys: string[] }>(sql)).rows;
}

/** All erasures that this database knows. */
export const listErasures = async (db: Queryable): Promise<ErasureRecord[]> =>
  (await db.query<ErasureRecord>(`${RECORD} order by created_at`)).rows;

/** Records that the objects of an erasure are deleted, and that the store has its record. */
export async function finishErasure(db: Queryable, id: string): Promise<void> {
  await db.query(`update erasures set object_keys = '{}', finished_at = now() where id = $1`, [id]);
}

/** Names the key of this database's digests. */
export async function readErasureKeyName(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ name: string }>('select erasure_key_name() as name');
  return rows[0]!.name;
}
