import type { Database, Queryable, Transaction } from '../connection/open-database.ts';
import { asIdentifier } from './identifier.ts';
import { readBackupSchema, type BackupSchema, type BackupTable } from './backup-schema.ts';

/** The values of a row as Postgres writes them: what is read equals what is written again, for every type. */
export type BackupRow = (string | null)[];

/** One moment of the database. */
export type Snapshot = BackupSchema & {
  /** When it was taken, by the database's clock. */
  at: string;
  /** The rows of a table, in groups. */
  rows: (table: BackupTable) => AsyncGenerator<BackupRow[]>;
  /** Rows of all tables, as Postgres estimates them. */
  estimate: number;
};

/** The last value of each sequence that was used, and the UTC days that the inbox has partitions of (`20261129`). */
export type Positions = { sequences: { name: string; value: string }[]; days: string[] };

const ROWS_AT_ONCE = 500;
const AS_WRITTEN = { getTypeParser: () => (text: string) => text };

/**
 * Runs `work` on one snapshot, while other processes read and write. It waits for no lock of theirs, and no lock of its
 * own makes them wait: retention, which adds and drops partitions, waits at the advisory lock first, which holds no table.
 * Rejects with 42501 for a login that row policies hide rows from.
 */
export const readSnapshot = <T>(db: Database, work: (snapshot: Snapshot, tx: Transaction) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.query('set local row_security = off'); // fails where a policy would leave rows out
    await tx.query('set local idle_in_transaction_session_timeout = 0'); // a slow disk of the backup
    await tx.query(`select pg_advisory_xact_lock(hashtext('ensure_inbox_partitions'))`);
    const { rows } = await tx.query<{ at: string; estimate: number }>(
      `select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
        (select coalesce(sum(greatest(reltuples, 0)), 0) from pg_class
          where relkind = 'r' and relnamespace = 'public'::regnamespace)::float8 as estimate`,
    );
    const snapshot = {
      ...(await readBackupSchema(tx)),
      ...rows[0]!,
      rows: (table: BackupTable) => readRows(tx, table),
    };
    return work(snapshot, tx);
  }, 'begin isolation level repeatable read read only');

/** Read after the rows: a sequence only goes up, so none is behind a row. */
export async function readPositions(tx: Queryable): Promise<Positions> {
  const { rows: sequences } = await tx.query<Positions['sequences'][number]>(
    `select sequencename::text as name, last_value::text as value from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`,
  );
  const { rows: days } = await tx.query<{ day: string }>(
    `select right(c.relname, 8) as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'twilio_webhook_inbox'::regclass and c.relname ~ '_\\d{8}$' order by 1`,
  );
  return { sequences, days: days.map(({ day }) => day) };
}

async function* readRows(tx: Queryable, { name, columns }: BackupTable): AsyncGenerator<BackupRow[]> {
  const list = columns.map((column) => asIdentifier(column.name)).join(', ');
  await tx.query(`declare backup_rows no scroll cursor for select ${list} from ${asIdentifier(name)}`);
  for (;;) {
    const text = `fetch ${ROWS_AT_ONCE} from backup_rows`;
    const { rows } = await tx.query<BackupRow>({ text, rowMode: 'array', types: AS_WRITTEN });
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await tx.query('close backup_rows');
}
