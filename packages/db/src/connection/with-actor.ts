import { databaseRole, rowsOf, TABLES, type Actor } from '@trunkline/access';
import type { PoolClient } from 'pg';
import type { Database, Queryable } from './open-database.ts';

/** A connection whose reader is known: SQL on it says for itself which rows and columns are the reader's. */
export type Scoped = Queryable & {
  /** The condition under which the reader may see a row of this table, under this alias; `true` for all of them. */
  rows(table: string, alias: string): string;
  /** The columns of this table that the reader may see, for a select list: `c.*`, or one by one. */
  columns(table: string, alias: string): string;
};

/** What the database, or our own SQL, leaves out on purpose: for the proof that either of them is enough. */
export type Weakening = { rls?: boolean; guard?: boolean };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Runs `work` in one transaction as this actor: with the actor's role of the database, so that row-level security
 * decides, and its id in `app.actor_id`. Both end with the transaction.
 */
export function withActor<T>(
  db: Database,
  actor: Actor,
  work: (tx: PoolClient & Scoped) => Promise<T>,
  { rls = true, guard = true }: Weakening = {},
): Promise<T> {
  if (actor.id !== null && !UUID.test(actor.id)) throw new TypeError('The id of an actor is a UUID');
  const role = rls ? `set local role ${databaseRole(actor.role)};` : '';
  const begin = `begin; ${role} select set_config('app.actor_id', '${actor.id ?? ''}', true)`;
  return db.transaction((tx) => work(Object.assign(tx, scopeOf(actor, guard))), begin);
}

/** For readers who see everything: workers and the command line. */
export const unscoped = (db: Queryable): Scoped => ({
  query: db.query.bind(db),
  rows: () => 'true',
  columns: (_table: string, alias: string) => `${alias}.*`,
});

const scopeOf = ({ role }: Actor, guard: boolean): Pick<Scoped, 'rows' | 'columns'> => ({
  rows: (table, alias) => (guard ? `(${rowsOf(role, table, 'select', alias) ?? 'false'})` : 'true'),
  columns: (table, alias) =>
    TABLES[table]?.columns?.[role]?.map((column) => `${alias}.${column}`).join(', ') ?? `${alias}.*`,
});
