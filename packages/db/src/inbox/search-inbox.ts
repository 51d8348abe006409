import type { SearchTerm } from '@trunkline/telephony/inbox';
import { toPage, type Page } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { inboxConditions, type InboxFilter } from './inbox-filter.ts';
import { COPIES_JOIN, LIST_COLUMNS, type InboxListRow } from './inbox-rows.ts';
import { searchWords } from './search-words.ts';

/** `isComplete` is false while rows between the newest 5,000 and the index are not indexed yet. */
export type SearchPage = Page<InboxListRow> & { isComplete: boolean };

/** Rows that are read one by one: a term in one of a hundred rows fills its page here, and the index has few hits. */
const READ_FIRST = 5000;

/**
 * One page of the callbacks with this term in a number, SID, account, token or error, newest first. The newest rows are
 * read; older ones are found by the index of parts, and by their error in the small indexes of the rows that have one. With a
 * million rows (of 10 terms, two busy cores) a page took 5 to 160 ms.
 */
export async function searchInbox(
  tx: Scoped,
  term: SearchTerm,
  filter: InboxFilter,
  limit: number,
  readFirst = READ_FIRST,
): Promise<SearchPage> {
  const before = await findFloor(tx, filter, readFirst);
  const newest = await readNewest(tx, term, filter, limit, before);
  if (before === undefined || newest.length > limit) return { ...toPage(newest, limit), isComplete: true };
  const older = await readOlder(tx, term, { ...filter, beforeId: before }, limit);
  const isComplete = await isIndexed(tx, before);
  return { ...toPage([...newest, ...older].slice(0, limit + 1), limit), isComplete };
}

/** The id below which the index is asked; undefined where all rows of the window can be read. */
async function findFloor(tx: Scoped, { receivedAfter, receivedBefore, beforeId }: InboxFilter, readFirst: number) {
  const { where, values } = inboxConditions({ receivedAfter, receivedBefore, beforeId });
  const sql = `select id from twilio_webhook_inbox where ${where} order by id desc offset ${readFirst} limit 1`;
  return (await tx.query<{ id: string }>(sql, values)).rows[0]?.id;
}

async function readNewest(
  tx: Scoped,
  { text }: SearchTerm,
  filter: InboxFilter,
  limit: number,
  floor: string | undefined,
): Promise<InboxListRow[]> {
  const { where, values } = inboxConditions(filter);
  const [term, from] = [`$${values.length + 1}`, `$${values.length + 2}`];
  const sql = `
    with page as (
      select * from twilio_webhook_inbox i
      where ${where} and i.id >= ${from}::bigint
        and (strpos(${searchWords('i')}, ${term}) > 0 or strpos(lower(i.error), ${term}) > 0)
      order by id desc limit ${limit + 1}
    )
    select ${LIST_COLUMNS} from page i ${COPIES_JOIN} order by i.id desc`;
  return (await tx.query<InboxListRow>(sql, [...values, text, floor ?? 0])).rows;
}

/**
 * The hits are collected before the filter and the order: a plan in the order of ids would read all rows for a rare term.
 * As an array they are looked up by the primary key; a join was planned as a scan of the inbox (2 s in place of 60 ms).
 */
async function readOlder(tx: Scoped, { text, grams }: SearchTerm, filter: InboxFilter, limit: number) {
  const { where, values } = inboxConditions(filter);
  const n = values.length;
  const [term, parts, before] = [`$${n + 1}`, `$${n + 2}::text[]`, `$${n + 3}::bigint`];
  const having = (states: string) => `
      select id from twilio_webhook_inbox
      where processing_status in (${states}) and id < ${before} and strpos(lower(error), ${term}) > 0`;
  const sql = `
    with hits as materialized (
      select find_by_words(${parts}, ${before}, ${term}) as id
      union ${having(`'pending', 'processing', 'failed'`)}
      union ${having(`'dead_letter', 'quarantined'`)}
      union ${having(`'discarded'`)}
    ),
    page as (
      select * from twilio_webhook_inbox where id = any(array(select id from hits)) and ${where} order by id desc limit ${limit + 1}
    )
    select ${LIST_COLUMNS} from page i ${COPIES_JOIN} order by i.id desc`;
  return (await tx.query<InboxListRow>(sql, [...values, text, grams, filter.beforeId])).rows;
}

async function isIndexed(tx: Scoped, floor: string): Promise<boolean> {
  const sql = `select coalesce(max(inbox_id), 0) >= $1::bigint as indexed from twilio_webhook_search`;
  return (await tx.query<{ indexed: boolean }>(sql, [floor])).rows[0]!.indexed;
}
