/** A page of a list of the API. */
export type Page<T> = { data: T[]; page: { next_cursor: string | null } };

/** The most rows that the API gives at once. */
const MOST_AT_ONCE = 200;
/** The most rows that a command reads. */
export const MOST_ROWS = 100_000;

/** Reads the rows of a list of the API page by page, up to `limit`. */
export async function readAll<T>(
  readPage: (at: { limit: number; cursor: string | undefined }) => Promise<Page<T>>,
  limit = MOST_ROWS,
): Promise<{ rows: T[]; hasMore: boolean }> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await readPage({ limit: Math.min(MOST_AT_ONCE, limit - rows.length), cursor });
    rows.push(...page.data);
    cursor = page.page.next_cursor ?? undefined;
  } while (cursor !== undefined && rows.length < limit);
  return { rows, hasMore: cursor !== undefined };
}
