import type { CallStatus, Direction } from '@trunkline/telephony/calls';
import type { Search } from '@trunkline/telephony/search';
import { seesAllCalls } from '../calls/sees-all-calls.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { beganAt, firstGiven, follows, positionOf, READ_AT_MOST } from '../connection/latest-first.ts';
import { findContactIds } from '../search/find-people.ts';
import { CONTACT_WORDS, containsPart } from '../search/person-words.ts';
import { isShown } from './list-messages.ts';

/** A call as the last message of its conversation; its times are ISO 8601. */
export type LastMessageRow = {
  direction: Direction;
  status: CallStatus;
  dial_call_status: string | null;
  from_number: string | null;
  to_number: string | null;
  duration_sec: number | null;
  start_time: string | null;
  created_at: string;
};

export type ConversationRow = {
  id: string;
  subject: string | null;
  status: string;
  createdAt: Date;
  updatedAt: Date;
  displayName: string | null;
  phoneNumber: string;
  /** Null where the actor may see none of its calls. */
  lastMessage: LastMessageRow | null;
  position: string;
};

/** A page after a position, or `offset` rows further. `isLive`: only conversations with a call that has not ended. */
export type ConversationPage = {
  after?: string | undefined;
  offset?: number;
  limit: number;
  isLive?: boolean;
  search?: Search | undefined;
};

/** How many conversations of a search are counted. */
const COUNTED_UP_TO = 10_000;

/**
 * A page of conversations, the latest first, each with its last call; with `isLive` the last call that has not ended. In
 * search of a part that many contacts have, it reads 20,000 at most: `next` is where it stopped, undefined on the last page.
 */
export async function listConversations(
  tx: Scoped,
  { after, offset = 0, limit, isLive = false, search }: ConversationPage,
): Promise<{ rows: ConversationRow[]; next: string | undefined }> {
  const { ids, filter, parts } = await findConversations(tx, search);
  const read = `
    select k.*, ${latest(tx)} as sort_key from conversations k where ${scope(tx, isLive)} and ${follows('$1', latest(tx), 'k.id')}
      and ($2::bigint[] is null or k.contact_id = any($2))
    order by ${latest(tx)} desc, k.id desc`;
  const values = [after ?? null, ids ?? null];
  const { rows } = await tx.query<ConversationRow>(
    `with page as (
      select k.* from (${read} limit ${filter ? READ_AT_MOST : limit + 1 + offset}) k where ${filter?.('$3') ?? 'true'}
      order by k.sort_key desc, k.id desc limit ${limit + 1} offset ${offset}
    )
    select ${columns(tx, isLive)} from page k join contacts c on c.id = k.contact_id
    order by k.sort_key desc, k.id desc`,
    filter ? [...values, parts] : values,
  );
  if (rows.length > limit) return { rows: rows.slice(0, limit), next: rows[limit - 1]!.position };
  if (!filter) return { rows, next: undefined };
  const last = await tx.query<{ position: string }>(
    `select ${positionOf('k.sort_key', 'k.id')} as position from (${read} offset ${READ_AT_MOST - 1} limit 1) k`,
    values,
  );
  return { rows, next: last.rows[0]?.position };
}

/** How many conversations the actor may see; in a search up to 10,000, of a common part among the latest 20,000. */
export async function countConversations(tx: Scoped, isLive = false, search?: Search): Promise<number> {
  const { ids, filter, parts } = await findConversations(tx, search);
  const read = `select k.* from conversations k where ${scope(tx, isLive)} and ($1::bigint[] is null or k.contact_id = any($1))`;
  const newest = filter ? `${read} order by ${latest(tx)} desc, k.id desc limit ${READ_AT_MOST}` : read;
  const found = `select from (${newest}) k where ${filter?.('$2') ?? 'true'} ${search ? `limit ${COUNTED_UP_TO}` : ''}`;
  const { rows } = await tx.query<{ count: number }>(
    `select count(*)::integer as count from (${found}) k`,
    filter ? [ids ?? null, parts] : [ids ?? null],
  );
  return rows[0]!.count;
}

/** The contacts of a search by their index; of a common part, and for parties, a condition that is checked row by row. */
async function findConversations(tx: Scoped, search: Search | undefined) {
  const ids = search && seesAllCalls(tx) ? await findContactIds(tx, search) : undefined;
  const contains = (parts: string) => `coalesce((
    select ${containsPart(CONTACT_WORDS('p'), `${parts}::text[]`)} from contacts p
    where p.id = k.contact_id and ${tx.rows('contacts', 'p')}), false)`; // `exists` was planned as a join with all contacts
  return { ids, parts: search?.parts, filter: search && !ids ? contains : undefined };
}

export async function findConversation(tx: Scoped, id: string): Promise<ConversationRow | undefined> {
  const sql = `
    select ${columns(tx, false)} from conversations k join contacts c on c.id = k.contact_id
    where k.id = $1 and ${tx.rows('conversations', 'k')}`;
  return (await tx.query<ConversationRow>(sql, [id])).rows[0];
}

/** An actor who sees only some calls must not learn from a time that there were others. */
const latest = (tx: Scoped): string =>
  seesAllCalls(tx)
    ? firstGiven('k.last_message_at', 'k.created_at')
    : `coalesce(${lastSeen(tx, beganAt('m'))}, k.created_at)`;
const updatedAt = (tx: Scoped): string => (seesAllCalls(tx) ? 'k.updated_at' : lastSeen(tx, 'm.updated_at'));
const lastSeen = (tx: Scoped, time: string): string =>
  `(select max(${time}) from calls m where m.conversation_id = k.id and ${tx.rows('calls', 'm')})`;
const LIVE = (call: string) => `not ${call}.is_final and ${call}.call_sid is not null`;

function scope(tx: Scoped, isLive: boolean): string {
  const live = `k.id in (select c.conversation_id from calls c where ${LIVE('c')} and ${tx.rows('calls', 'c')})`;
  return isLive ? `${tx.rows('conversations', 'k')} and ${live}` : tx.rows('conversations', 'k');
}

const columns = (tx: Scoped, isLive: boolean): string => `
  k.id, k.subject, k.status, k.created_at as "createdAt", ${updatedAt(tx)} as "updatedAt",
  c.display_name as "displayName", coalesce(c.formatted_number, c.phone_number) as "phoneNumber",
  (select to_jsonb(latest) from (
    select m.direction, m.status, m.dial_call_status, m.from_number, m.to_number, m.duration_sec, m.start_time, m.created_at
    from calls m where m.conversation_id = k.id and ${isShown(tx, 'm')} ${isLive ? `and ${LIVE('m')}` : ''}
    order by ${beganAt('m')} desc, m.id desc limit 1) latest) as "lastMessage",
  ${positionOf(latest(tx), 'k.id')} as position`;
