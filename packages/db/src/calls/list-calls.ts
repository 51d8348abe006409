import { TABLES } from '@trunkline/access';
import type { CallInclude, CallSort } from '@trunkline/telephony/calls';
import { READ_AT_MOST, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { callConditions, type CallFilter } from './call-filter.ts';
import { includedColumns, timesOf, type ListedControl } from './call-includes.ts';
import { orderOf, type CallOrder } from './call-order.ts';
import { findCalls } from './find-calls.ts';
import { seesAllCalls } from './sees-all-calls.ts';

/** A call in a list, its columns under their names in SQL. */
export type CallListRow = {
  id: string;
  position: string;
  from_number: string | null;
  ringing_since: Date | null;
  answered_at: Date | null;
  control?: ListedControl | null;
};

/** What a list of calls shows, and in which order. Default: the latest start first, and no more than the calls. */
export type CallListing = { sort?: CallSort; include?: readonly CallInclude[] };

/** A page of calls. `next` is the position that the next page begins after; undefined on the last page. */
export type CallPage = { rows: CallListRow[]; next: string | undefined };

/**
 * A page of calls. Where a filter has no index, a page reads 20,000 calls in their order at most: it may then hold fewer
 * calls than asked for, and `next` continues where it stopped.
 */
export async function listCalls(
  tx: Scoped,
  filter: CallFilter,
  { after, limit, sort, include = [] }: PageAt & CallListing,
): Promise<CallPage> {
  const order = orderOf(sort);
  const by = order.by('c.sort_key', 'c.id');
  const { read, readValues, filters, values } = await openRead(tx, filter, { order, after });
  const page = `select * from (${read}) c where ${filters} order by ${by} limit ${limit + 1}`;
  const { rows } = await tx.query<CallListRow>(listedCalls(tx, page, order, include), values);
  if (rows.length > limit) return { rows: rows.slice(0, limit), next: rows[limit - 1]!.position };
  if (filters === 'true') return { rows, next: undefined };
  const last = await tx.query<{ position: string }>(
    `select ${order.position('c.sort_key', 'c.id')} as position from (${read}) c order by ${by} offset ${READ_AT_MOST - 1}`,
    readValues,
  );
  return { rows, next: last.rows[0]?.position };
}

/** The rows of a list, as SQL, of calls that `source` selects with their `sort_key`. */
export const listedCalls = (tx: Scoped, source: string, order: CallOrder, include: readonly CallInclude[]): string => `
  select ${[...columns(tx), 't.ringing_since', 't.answered_at', ...includedColumns(tx, include)].join(', ')},
    ${order.position('c.sort_key', 'c.id')} as position
  from (${source}) c cross join lateral ${timesOf(tx, 'c')} t
  order by ${order.by('c.sort_key', 'c.id')}`;

type Reading = { order: CallOrder; after?: string | undefined };

/** The calls that are read, in their order, as SQL with its parameters, and what is checked row by row, with all parameters. */
async function openRead(tx: Scoped, filter: CallFilter, { order, after }: Reading) {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const key = order.key('c');
  const { reads, filters } = callConditions(tx, filter, await findCalls(tx, filter), order, bind);
  const follows = after === undefined ? [] : [() => order.follows(bind(after), key, 'c.id')];
  const where = [...reads, ...follows].map((condition) => condition()).join(' and ');
  const readValues = [...values];
  const read = `
    select ${tx.columns('calls', 'c')}, ${key} as sort_key from calls c where ${where}
    order by ${order.by(key, 'c.id')} limit ${READ_AT_MOST}`;
  return { read, readValues, filters: filters.map((condition) => condition()).join(' and ') || 'true', values };
}

/** `capped`: there are at least as many. */
export type CallCount = { count: number; capped: boolean };

const COUNTED_UP_TO = 10_000;

/** Counts calls up to 10,000; filters without an index are checked for the latest 20,000 calls. */
export async function countCalls(tx: Scoped, filter: CallFilter): Promise<CallCount> {
  const order = orderOf();
  const { read, readValues, filters, values } = await openRead(tx, filter, { order });
  const { rows } = await tx.query<{ found: number }>(
    `select count(*)::integer as found from (
      select from (${read}) c where ${filters} limit ${COUNTED_UP_TO + 1}) found`,
    values,
  );
  const { found } = rows[0]!;
  if (found > COUNTED_UP_TO) return { count: COUNTED_UP_TO, capped: true };
  if (filters === 'true') return { count: found, capped: false };
  const rest = await tx.query(`select from (${read}) c offset ${READ_AT_MOST - 1}`, readValues);
  return { count: found, capped: rest.rows.length > 0 };
}

/** The columns of the parties, and for staff those of a list too. */
function columns(tx: Scoped): string[] {
  if (!seesAllCalls(tx)) return [tx.columns('calls', 'c')];
  return [...TABLES['calls']!.columns!.client!, ...STAFF_COLUMNS].map((column) => `c.${column}`);
}

const STAFF_COLUMNS = [
  'twilio_direction',
  'price',
  'price_unit',
  'answered_by',
  'error_code',
  'siren_triggered',
  'candidate_id',
  'campaign_id',
  'campaign_contact_id',
  'external_call_id',
];
