import { displayNumber } from '@trunkline/telephony/numbers';
import type { Queryable } from '../connection/open-database.ts';

/** An outside number, and when a call with it began (ISO 8601). */
export type Touch = { number: string; at: string };

/**
 * Gives each number a contact and a conversation, moves `last_message_at` forward, and returns the conversation of each
 * number. Once per call. SQL: upserts of a whole batch, in a fixed order of locks.
 */
export async function touchConversations(db: Queryable, touches: readonly Touch[]): Promise<Map<string, string>> {
  if (touches.length === 0) return new Map();
  const people = touches.map(({ number, at }) => ({ number, at, display: displayNumber(number) }));
  await db.query({ name: 'create-contacts', text: CONTACTS, values: [JSON.stringify(people)] });
  const { rows } = await db.query<{ id: string; number: string }>({
    name: 'touch-conversations',
    text: CONVERSATIONS,
    values: [JSON.stringify(people)],
  });
  return new Map(rows.map((row) => [row.number, row.id]));
}

const PEOPLE = `(
  select number, display, max(at) as at
  from json_to_recordset($1::json) as t(number varchar, display text, at timestamptz) group by number, display) p`;

const CONTACTS = `
insert into contacts (phone_number, formatted_number, display_name)
select number, display, display from ${PEOPLE} order by number
on conflict (phone_number) do nothing`;

const CONVERSATIONS = `
insert into conversations as k (contact_id, external_id, subject, last_message_at)
select c.id, number, 'Calls with ' || display, at from ${PEOPLE} join contacts c on c.phone_number = number order by number
on conflict (external_id) do update set last_message_at = greatest(k.last_message_at, excluded.last_message_at)
returning id, external_id as number`;
