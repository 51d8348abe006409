import { contextOf, databaseRole, rowsOf, TABLES, type Actor } from '@trunkline/access';
import { UUID } from '@trunkline/telephony/callbacks';
import { beginAs } from './begin-as.ts';
import type { Database, Transaction } from './open-database.ts';

/** The transaction of one actor. SQL on it limits itself to the rows and columns that the actor may see. */
export type Scoped = Transaction & {
  /** The condition under which the actor may see a row of this table, under this alias; `true` for all of them. */
  rows(table: string, alias: string): string;
  /** The columns of this table that the actor may see, for a select list: `c.*`, or one by one. */
  columns(table: string, alias: string): string;
};

/** Test only: `rls: false` switches off row-level security, `guard: false` our SQL's own conditions. Each must suffice alone. */
export type DisabledGuards = { rls?: boolean; guard?: boolean };

/**
 * Runs `work` in one transaction as this actor: with the actor's role of the database, so that row-level security
 * applies, and its role and id, signed for this connection, in `app.context`. Both end with the transaction.
 */
export function withActor<T>(
  db: Database,
  actor: Actor,
  work: (tx: Scoped) => Promise<T>,
  { rls = true, guard = true }: DisabledGuards = {},
): Promise<T> {
  if (actor.id !== null && !UUID.test(actor.id)) throw new TypeError('The id of an actor is a UUID');
  const settings = (pid: number) => ({
    ...(rls && { role: databaseRole(actor.role) }),
    'app.context': contextOf(db.sign, pid, actor),
  });
  return db.transaction((tx) => work({ ...tx, ...scopeOf(actor, guard) }), beginAs(settings));
}

/** Sees everything, in this transaction or, given the database, by one for each query: for workers, the command line and tests. */
export const unscoped = (on: Database | Transaction): Scoped => ({
  ...('pool' in on ? queryByQuery(on) : on),
  rows: () => 'true',
  columns: (_table: string, alias: string) => `${alias}.*`,
});

const queryByQuery = (db: Database): Transaction => ({
  query: db.pool.query.bind(db.pool),
  sign: db.sign,
  prisma: (work) => db.transaction((tx) => tx.prisma(work)),
});

const scopeOf = ({ role }: Actor, guard: boolean): Pick<Scoped, 'rows' | 'columns'> => ({
  rows: (table, alias) => (guard ? `(${rowsOf(role, table, 'select', alias) ?? 'false'})` : 'true'),
  columns: (table, alias) =>
    TABLES[table]?.columns?.[role]?.map((column) => `${alias}.${column}`).join(', ') ?? `${alias}.*`,
});
