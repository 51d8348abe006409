import { openConditions } from '../connection/conditions.ts';
import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

// SQL: the scope of rows is its own condition, besides the policy of the database.

/** A screen with its filters, under a name. */
export type SavedView = {
  id: string;
  /** UUID of the user, or `operator`. */
  owner: string;
  /** Null for `operator`, and where the actor may not read the user. */
  ownerName: string | null;
  screen: string;
  name: string;
  /** Query string of the screen, without `?`. */
  query: string;
  /** The staff sees it. */
  isShared: boolean;
  createdAt: Date;
  updatedAt: Date;
};

export type ViewToCreate = Pick<SavedView, 'owner' | 'screen' | 'name' | 'query' | 'isShared'>;
/** Fields to change; undefined leaves one as it is. */
export type ViewChange = { [N in 'screen' | 'name' | 'query' | 'isShared']?: SavedView[N] | undefined };

/** A person keeps this many. */
export const MOST_VIEWS = 100;

/** Creates a view; `too-many` where its owner has a hundred, `exists` where one of this name is on the screen. */
export async function createView(tx: Scoped, view: ViewToCreate): Promise<SavedView | 'too-many' | 'exists'> {
  const { owner, screen, name, query, isShared } = view;
  await tx.query(`select pg_advisory_xact_lock(hashtext('saved views of ' || $1))`, [owner]); // so that two requests count one after the other
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::integer as count from saved_views where owner = $1',
    [owner],
  );
  if (rows[0]!.count >= MOST_VIEWS) return 'too-many';
  const created = await tx.query<{ id: string }>(
    `insert into saved_views (owner, screen, name, query, is_shared) values ($1, $2, $3, $4, $5)
    on conflict (owner, screen, name) do nothing returning id::text`,
    [owner, screen, name, query, isShared],
  );
  const id = created.rows[0]?.id;
  return id === undefined ? 'exists' : (await findView(tx, id))!;
}

export async function findView(tx: Scoped, id: string): Promise<SavedView | undefined> {
  const sql = `select ${COLUMNS} where v.id = $1 and ${tx.rows('saved_views', 'v')}`;
  return (await tx.query<SavedView>(sql, [id])).rows[0];
}

export type ViewFilter = { screen?: string | undefined; owner?: string | undefined };

/** A page of the views that the actor may see, the latest first, after the one with this id. */
export async function listViews(
  tx: Scoped,
  { screen, owner }: ViewFilter,
  { after, limit }: PageAt,
): Promise<Page<SavedView>> {
  const { values, conditions, add } = openConditions();
  add(screen, (parameter) => `v.screen = ${parameter}`);
  add(owner, (parameter) => `v.owner = ${parameter}`);
  add(after, (parameter) => `v.id < ${parameter}::bigint`);
  const where = [...conditions, tx.rows('saved_views', 'v')].join(' and ');
  const sql = `select ${COLUMNS} where ${where} order by v.id desc limit ${limit + 1}`;
  return toPage((await tx.query<SavedView>(sql, values)).rows, limit);
}

const COLUMNS = `
  v.id::text, v.owner, (select p.name from profiles p where p.id::text = v.owner) as "ownerName", v.screen, v.name, v.query,
  v.is_shared as "isShared", v.created_at as "createdAt", v.updated_at as "updatedAt"
from saved_views v`;

/**
 * Changes a view; undefined where there is none, `exists` where its owner has another one of that name on the screen. The key
 * of the table says so, as that one may be hidden from the actor; the transaction can then only be rolled back.
 */
export async function changeView(
  tx: Scoped,
  id: string,
  change: ViewChange,
): Promise<SavedView | 'exists' | undefined> {
  const { screen, name, query, isShared } = change;
  const sql = `
    update saved_views set screen = coalesce($2, screen), name = coalesce($3, name), query = coalesce($4, query),
      is_shared = coalesce($5, is_shared), updated_at = now() where id = $1`;
  const values = [id, screen ?? null, name ?? null, query ?? null, isShared ?? null];
  const changed = await tx.query(sql, values).catch(ignoreTaken);
  if (!changed) return 'exists';
  return changed.rowCount === 1 ? findView(tx, id) : undefined;
}

const UNIQUE_VIOLATION = '23505';

function ignoreTaken(error: unknown): undefined {
  if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
}

/** Deletes a view; false where there is none. */
export async function deleteView(tx: Scoped, id: string): Promise<boolean> {
  return (await tx.query('delete from saved_views where id = $1', [id])).rowCount === 1;
}
