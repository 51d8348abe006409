import type { Queryable } from '../connection/open-database.ts';

/** Who may be called. Known by our UUID, or by the number that callbacks carry. */
export type CandidateRow = { id: number; uuid: string; name: string | null; phoneNumber: string | null };

const COLUMNS = 'id, uuid, name, phone_number as "phoneNumber"';

/** Adds a candidate; a number that a callback brought before is completed, not added. */
export async function saveCandidate(
  db: Queryable,
  { id, name, phoneNumber }: { id?: number | undefined; name: string | null; phoneNumber: string },
): Promise<CandidateRow> {
  const sql = `
    insert into candidates (id, name, phone_number) values (coalesce($1::integer, nextval('candidates_id_seq')::integer), $2, $3)
    on conflict (id) do update set name = coalesce(excluded.name, candidates.name), phone_number = excluded.phone_number
    returning ${COLUMNS}`;
  return (await db.query<CandidateRow>(sql, [id ?? null, name, phoneNumber])).rows[0]!;
}

/** A candidate by UUID or number. */
export async function findCandidate(
  db: Queryable,
  key: { uuid: string } | { id: number },
): Promise<CandidateRow | undefined> {
  const [column, value] = 'uuid' in key ? ['uuid', key.uuid] : ['id', key.id];
  return (await db.query<CandidateRow>(`select ${COLUMNS} from candidates where ${column} = $1`, [value])).rows[0];
}
