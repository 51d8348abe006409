import type { Api, Query } from './open-api.ts';

type Page<T> = { data: T[]; page: { next_cursor: string | null } };

/** The most rows that the API gives at once. */
const MOST_AT_ONCE = 200;
/** The most rows that a command reads. */
export const MOST_ROWS = 100_000;

/** Reads the rows of a list of the API page by page, up to `limit`. */
export async function readAll<T>(
  api: Api,
  path: string,
  { query, limit = MOST_ROWS }: { query?: Query; limit?: number } = {},
): Promise<{ rows: T[]; hasMore: boolean }> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get<Page<T>>(path, { ...query, limit: Math.min(MOST_AT_ONCE, limit - rows.length), cursor });
    rows.push(...page.data);
    cursor = page.page.next_cursor ?? undefined;
  } while (cursor !== undefined && rows.length < limit);
  return { rows, hasMore: cursor !== undefined };
}
