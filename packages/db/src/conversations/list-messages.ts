import type { CallStatus, Direction, TimedLeg } from '@trunkline/telephony/calls';
import type { Scoped } from '../connection/with-actor.ts';
import { beganAt, follows, positionOf, toPage, type Page, type PageAt } from '../connection/latest-first.ts';

/** A call as a message of its conversation. Columns that only staff may see are absent for others. */
export type MessageRow = {
  id: string;
  call_sid: string;
  parent_call_sid: string | null;
  direction: Direction;
  status: CallStatus;
  dial_call_status: string | null;
  from_number: string | null;
  to_number: string | null;
  duration_sec: number | null;
  start_time: Date | null;
  end_time: Date | null;
  created_at: Date;
  answered_by?: string | null;
  queue_time?: number | null;
  twilio_direction?: string | null;
  metadata?: object;
  /** The legs that it dialled. */
  legs: TimedLeg[];
  /** Duration of the call that dialled it, where that call is not of this conversation. */
  parent_duration_sec: number | null;
  position: string;
};

/** A page of a conversation's messages, the latest first; undefined where the actor may not see the conversation. */
export async function listMessages(
  tx: Scoped,
  conversationId: string,
  { after, limit }: PageAt,
): Promise<Page<MessageRow> | undefined> {
  const { rows } = await tx.query<MessageRow | { id: null }>(
    `select m.* from conversations k
    left join lateral (
      select ${tx.columns('calls', 'm')}, ${LEGS(tx)} as legs, ${PARENT(tx)} as parent_duration_sec,
        ${positionOf(beganAt('m'), 'm.id')} as position
      from calls m where m.conversation_id = k.id and ${isShown(tx, 'm')} and ${follows('$2', beganAt('m'), 'm.id')}
      order by ${beganAt('m')} desc, m.id desc limit $3) m on true
    where k.id = $1 and ${tx.rows('conversations', 'k')}`,
    [conversationId, after ?? null, limit + 1],
  );
  if (rows.length === 0) return undefined;
  return toPage(
    rows.filter((row) => row.id !== null),
    limit,
  );
}

/** True for calls that are messages: not for a leg whose parent call is a message of the same conversation. */
export const isShown = (tx: Scoped, call: string): string => `
  ${call}.call_sid is not null and ${tx.rows('calls', call)} and not exists (
    select from calls p where p.call_sid = ${call}.parent_call_sid and p.conversation_id = ${call}.conversation_id
      and ${tx.rows('calls', 'p')})`;

const LEGS = (tx: Scoped): string => `(
  select coalesce(jsonb_agg(jsonb_build_object('durationSec', l.duration_sec, 'endTime', l.end_time) order by l.id), '[]')
  from calls l where l.parent_call_sid = m.call_sid and ${tx.rows('calls', 'l')})`;

const PARENT = (tx: Scoped): string => `(
  select p.duration_sec from calls p where p.call_sid = m.parent_call_sid and ${tx.rows('calls', 'p')})`;
