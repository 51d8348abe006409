import pg from 'pg';
import { LoginRefusedError } from './open-database.ts';

/** Why Postgres does not do its work, and what to do about it. */
export type Outage = { cause: OutageCause; remedy: string };
export type OutageCause = keyof typeof CAUSES;

const CAUSES = {
  lock: 'end the transaction that holds the lock: select pid, state, query from pg_stat_activity where cardinality(pg_blocking_pids(pid)) = 0 and xact_start is not null order by xact_start',
  'statement timeout': 'look at the load and the disk of Postgres, and at long transactions',
  'disk full': 'make room on the disk of Postgres',
  'disk error': 'look at the log of Postgres, and check its disk',
  'out of memory': 'give Postgres more memory, or lower its settings for it',
  'read-only': 'connect to the primary, reset default_transaction_read_only, or mount the disk of Postgres writable',
  'no connection slots': 'end the connections of other programs, or raise max_connections',
  'login refused': 'read the message and correct DATABASE_URL or the settings of the role',
  'no partition': 'create the missing partition: select ensure_inbox_partitions()',
  'too slow': 'look at the load and the disk of Postgres, and at long transactions',
  'no answer': 'see whether Postgres runs and DATABASE_URL names its machine, then look at its load',
  unreachable: 'start Postgres, or correct DATABASE_URL',
  other: 'look at the log of Postgres',
} as const;

/** By SQLSTATE; a class of two characters stands for all of its codes. */
const BY_SQLSTATE: Readonly<Record<string, OutageCause>> = {
  '55P03': 'lock',
  '40P01': 'lock',
  '57014': 'statement timeout',
  '53': 'out of memory',
  '53100': 'disk full',
  '58': 'disk error', // of the operating system: EIO, a file that is gone
  XX001: 'disk error',
  XX002: 'disk error',
  '25006': 'read-only',
  '53300': 'no connection slots',
  '53400': 'no connection slots',
  '23514': 'no partition',
  '28': 'login refused',
  '57': 'unreachable', // shutting down, starting up, or a connection that was ended
  '08': 'unreachable',
};

/** Source files of Postgres that work on its own files: what fails there is never the fault of a statement. */
const OF_FILES = /^(?:md|fd|smgr|slru|xlog\w*|buffile|copydir|relmapper|bufmgr|storage)\.c$/;
/** What the operating system says, where the SQLSTATE does not: a read-only disk is 42501, like a missing right. */
const BY_WORDS: readonly (readonly [RegExp, OutageCause])[] = [
  [/: Read-only file system$/, 'read-only'],
  [/: (?:Disk quota exceeded|No space left on device)$/, 'disk full'],
];

/** The cause of an error of Postgres or of the way to it. Sockets, time limits of our own and SQLSTATEs are known. */
export function describeOutage(error: unknown): Outage {
  const cause = causeOf(error);
  return { cause, remedy: CAUSES[cause] };
}

function causeOf(error: unknown): OutageCause {
  if (error instanceof LoginRefusedError) return 'login refused';
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (error instanceof pg.DatabaseError)
    return (
      BY_SQLSTATE[code as string] ??
      BY_SQLSTATE[String(code).slice(0, 2)] ??
      BY_WORDS.find(([words]) => words.test(message))?.[1] ??
      (OF_FILES.test(error.file ?? '') ? 'disk error' : 'other')
    );
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return 'unreachable';
  if (/query read timeout|not committed within/i.test(message)) return 'too slow';
  if (/timeout exceeded when trying to connect|due to connection timeout/i.test(message)) return 'no answer';
  return /timeout|terminated|connect/i.test(message) ? 'unreachable' : 'other';
}

/** Causes that a statement can have as well: one that is too slow by itself, or a fault that is not known. */
const MAY_BE_OF_THE_WORK: ReadonlySet<OutageCause> = new Set<OutageCause>([
  'statement timeout',
  'too slow',
  'no partition',
  'other',
]);

/** True where the work cannot be the cause, whatever it was: Postgres or the way to it is. */
export const isOutage = (error: unknown): boolean => !MAY_BE_OF_THE_WORK.has(causeOf(error));

/** True where Postgres was too slow: for this statement, or for all of them. */
export const isSlowness = (error: unknown): boolean => /^(?:statement timeout|too slow)$/.test(causeOf(error));

/** Errors of pg and of its sockets are plain; those of Twilio, queues and stores have classes of their own. */
const PLAIN = new Set(['Error', 'AggregateError', 'error', 'LoginRefusedError']);

/** Of a file of this machine, such as a recording's: no socket has its codes. */
const isOfFile = (error: unknown): boolean =>
  /^(?:ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|ENOENT|ENOTDIR|EEXIST|EISDIR|ESTALE|EMFILE|ENFILE)$/.test(
    String((error as { code?: unknown } | null)?.code),
  );

/** The cause and the remedy of what Postgres is the cause of, slowness included; undefined for all other errors. */
export function outageOf(error: unknown): Outage | undefined {
  if (!(error instanceof pg.DatabaseError) && !(error instanceof Error && PLAIN.has(error.name))) return undefined;
  if (isOfFile(error)) return undefined;
  if (!isOutage(error) && !isSlowness(error)) return undefined;
  const outage = describeOutage(error);
  return outage.cause === 'lock' ? undefined : outage; // the work of others goes on
}

/** SQLSTATE classes that say that Postgres cannot hold these values: data, constraints, limits of a program. */
const OF_THE_VALUES = /^(?:22|23|54)/;

/** True where Postgres refuses the values themselves, now and later. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && OF_THE_VALUES.test(error.code ?? '') && causeOf(error) === 'other';

/** SQLSTATE classes that say nothing about the row: connection, resources, operator, deadlock and serialization. */
const TRANSIENT = /^(?:08|53|57|58|40|55P03|25006|25P03|XX)/;

/** True where the same work may succeed later, without a change to the row. */
export function isTransient(error: unknown): boolean {
  if (error instanceof LoginRefusedError) return true;
  if (error instanceof pg.DatabaseError) return TRANSIENT.test(error.code ?? '') || isOutage(error);
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return true; // a socket error
  return typeof message === 'string' && /timeout|terminated|Connection|not queryable|pool/i.test(message);
}
