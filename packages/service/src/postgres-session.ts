/**
 * Settings on which the meaning of our statements or the form of their results depends. Every connection sends them at
 * its start, so that defaults of the server, the database or the role never apply (decision 0035).
 */
const PINNED: SessionSettings = {
  DateStyle: 'ISO, MDY', // node-postgres reads any other style as null
  TimeZone: 'UTC', // Prisma reads and writes timestamps without a zone, as UTC
  IntervalStyle: 'postgres', // `sql_standard` also reads the sign of intervals differently
  default_transaction_isolation: 'read committed', // any stricter level fails concurrent upserts with 40001
  search_path: 'public', // statements name no schema; a schema of the login's name would come first
  standard_conforming_strings: 'on', // `off` changes every literal with a backslash
  array_nulls: 'on', // `off` reads a null inside a parameter's array as the text "NULL"
  extra_float_digits: '1', // fewer round float8 in results
  bytea_output: 'hex',
  row_security: 'on', // `off` fails each query of the API's login that a row policy filters
  synchronous_commit: 'on', // a 2xx promises a commit on disk
};

/** Settings of a session, by name, as `current_setting` returns them. */
export type SessionSettings = Readonly<Record<string, string>>;

/** What `pg` needs to connect, and the settings that then hold. */
export type PinnedSession = { connectionString: string; options: string; settings: SessionSettings };

/**
 * A connection to `url` with our settings pinned; those in `more` come in addition, or instead. Other settings in the
 * URL's `options` are kept: node-postgres would use them in place of ours, not beside them.
 */
export function pinnedSession(url: string, more: SessionSettings = {}): PinnedSession {
  const settings = { ...PINNED, ...more };
  const { connectionString, given } = splitOptions(url);
  return { connectionString, options: [...given, ...Object.entries(settings).map(toOption)].join(' '), settings };
}

function splitOptions(text: string): { connectionString: string; given: string[] } {
  if (!URL.canParse(text)) return { connectionString: text, given: [] };
  const url = new URL(text);
  const given = url.searchParams.getAll('options');
  if (given.length === 0) return { connectionString: text, given };
  url.searchParams.delete('options');
  return { connectionString: url.href, given };
}

/** Postgres splits `options` at spaces that no backslash precedes. The last of two equal names wins. */
const toOption = ([name, value]: [string, string]): string => `-c ${name}=${value.replaceAll(/[\\\s]/g, '\\$&')}`;
