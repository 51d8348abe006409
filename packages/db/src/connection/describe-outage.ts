import pg from 'pg';
import { LoginRefusedError } from './open-database.ts';

/** Why Postgres does not do its work, and what to do about it. */
export type Outage = { cause: OutageCause; remedy: string };
export type OutageCause = keyof typeof CAUSES;

const CAUSES = {
  lock: 'end the transaction that holds the lock: select pid, state, query from pg_stat_activity where cardinality(pg_blocking_pids(pid)) = 0 and xact_start is not null order by xact_start',
  'statement timeout': 'look at the load and the disk of Postgres, and at long transactions',
  'disk full': 'make room on the disk of Postgres',
  'read-only': 'connect to the primary, or reset default_transaction_read_only',
  'no connection slots': 'end the connections of other programs, or raise max_connections',
  'login refused': 'read the message and correct DATABASE_URL or the settings of the role',
  'no partition': 'create the missing partition: select ensure_inbox_partitions()',
  'too slow': 'look at the load and the disk of Postgres, and at long transactions',
  unreachable: 'start Postgres, or correct DATABASE_URL',
  other: 'look at the log of Postgres',
} as const;

/** By SQLSTATE; a class of two characters stands for all of its codes. */
const BY_SQLSTATE: Readonly<Record<string, OutageCause>> = {
  '55P03': 'lock',
  '40P01': 'lock',
  '57014': 'statement timeout',
  '53100': 'disk full',
  '25006': 'read-only',
  '53300': 'no connection slots',
  '53400': 'no connection slots',
  '23514': 'no partition',
  '28': 'login refused',
  '57': 'unreachable', // shutting down, starting up, or a connection that was ended
  '08': 'unreachable',
};

/** The cause of an error of Postgres or of the way to it. Sockets, time limits of our own and SQLSTATEs are known. */
export function describeOutage(error: unknown): Outage {
  const cause = causeOf(error);
  return { cause, remedy: CAUSES[cause] };
}

function causeOf(error: unknown): OutageCause {
  if (error instanceof LoginRefusedError) return 'login refused';
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (error instanceof pg.DatabaseError)
    return BY_SQLSTATE[code as string] ?? BY_SQLSTATE[String(code).slice(0, 2)] ?? 'other';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return 'unreachable';
  if (/query read timeout|not committed within/i.test(message)) return 'too slow';
  return /timeout|terminated|connect/i.test(message) ? 'unreachable' : 'other';
}

/** SQLSTATE classes that say that Postgres cannot hold these values: data, constraints, limits of a program. */
const OF_THE_VALUES = /^(?:22|23|54)/;

/** True where Postgres refuses the values themselves, now and later. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && OF_THE_VALUES.test(error.code ?? '') && causeOf(error) === 'other';
