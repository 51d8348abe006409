import type { CallStatus, Direction } from '@trunkline/telephony/calls';
import type { Scoped } from '../connection/with-actor.ts';
import { beganAt, firstGiven, follows, positionOf, toPage, type Page } from '../connection/latest-first.ts';
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
export type ConversationPage = { after?: string | undefined; offset?: number; limit: number; isLive?: boolean };

/** A page of conversations, the latest first, each with its last call; with `isLive` the last call that has not ended. */
export async function listConversations(
  tx: Scoped,
  { after, offset = 0, limit, isLive = false }: ConversationPage,
): Promise<Page<ConversationRow>> {
  const { rows } = await tx.query<ConversationRow>(
    `with page as (
      select k.* from conversations k where ${scope(tx, isLive)} and ${follows('$1', latest(tx), 'k.id')}
      order by ${latest(tx)} desc, k.id desc limit $2 offset $3
    )
    select ${columns(tx, isLive)} from page k join contacts c on c.id = k.contact_id
    order by ${latest(tx)} desc, k.id desc`,
    [after ?? null, limit + 1, offset],
  );
  return toPage(rows, limit);
}

/** How many conversations the actor may see. */
export async function countConversations(tx: Scoped, isLive = false): Promise<number> {
  const sql = `select count(*)::integer as count from conversations k where ${scope(tx, isLive)}`;
  return (await tx.query<{ count: number }>(sql)).rows[0]!.count;
}

export async function findConversation(tx: Scoped, id: string): Promise<ConversationRow | undefined> {
  const sql = `
    select ${columns(tx, false)} from conversations k join contacts c on c.id = k.contact_id
    where k.id = $1 and ${tx.rows('conversations', 'k')}`;
  return (await tx.query<ConversationRow>(sql, [id])).rows[0];
}

/** An actor who sees only some calls must not learn from a time that there were others. */
const latest = (tx: Scoped): string =>
  seesAll(tx)
    ? firstGiven('k.last_message_at', 'k.created_at')
    : `coalesce(${lastSeen(tx, beganAt('m'))}, k.created_at)`;
const updatedAt = (tx: Scoped): string => (seesAll(tx) ? 'k.updated_at' : lastSeen(tx, 'm.updated_at'));
const seesAll = (tx: Scoped): boolean => tx.columns('calls', 'm') === 'm.*';
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
