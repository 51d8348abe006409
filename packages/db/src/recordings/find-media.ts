import type { Queryable } from '../connection/open-database.ts';

/** What is needed to play a recording. `objectKey` is null where it is not, or no longer, in the store. */
export type Media = {
  custody: string;
  objectKey: string | null;
  contentType: string | null;
  sizeBytes: number | null;
  sha256: string | null;
};

/** Undefined for a recording that nobody ever announced. */
export async function findMedia(db: Queryable, recordingSid: string): Promise<Media | undefined> {
  const sql = `
    select custody, case when custody = 'stored' then object_key end as "objectKey", content_type as "contentType",
      size_bytes::float8 as "sizeBytes", sha256
    from call_recordings where recording_sid = $1`;
  return (await db.query<Media>(sql, [recordingSid])).rows[0];
}
