import type { Search } from '@trunkline/telephony/search';
import { seesAllCalls } from '../calls/sees-all-calls.ts';
import { READ_AT_MOST, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { findContactIds } from '../search/find-people.ts';
import { CONTACT_WORDS, containsPart } from '../search/person-words.ts';

/** An outside party with the conversation of its calls. */
export type ContactRow = {
  id: string;
  phoneNumber: string;
  formattedNumber: string | null;
  displayName: string | null;
  conversationId: string | null;
  metadata: unknown;
  createdAt: Date;
  updatedAt: Date;
};

type ContactFilter = { number?: string | undefined; search?: Search | undefined };

/**
 * A page of contacts, the latest first, after the one with this id; `number` is E.164. In search of a part that many have,
 * it reads 20,000 contacts at most: `next` is where it stopped, undefined on the last page.
 */
export async function listContacts(
  tx: Scoped,
  { number, search }: ContactFilter,
  { after, limit }: PageAt,
): Promise<{ rows: ContactRow[]; next: string | undefined }> {
  const ids = search && seesAllCalls(tx) ? await findContactIds(tx, search) : undefined;
  const filter = search && !ids ? containsPart(CONTACT_WORDS('c'), '$4::text[]') : 'true';
  const read = `
    select c.* from contacts c where ${tx.rows('contacts', 'c')} and ($1::bigint is null or c.id < $1)
      and ($2::text is null or c.phone_number = $2) and ($3::bigint[] is null or c.id = any($3))
    order by c.id desc limit ${READ_AT_MOST}`;
  const values = [after ?? null, number ?? null, ids ?? null];
  const { rows } = await tx.query<ContactRow>(
    `select ${columns(tx)} from (${read}) c where ${filter} order by c.id desc limit ${limit + 1}`,
    filter === 'true' ? values : [...values, search!.parts],
  );
  if (rows.length > limit) return { rows: rows.slice(0, limit), next: rows[limit - 1]!.id };
  if (filter === 'true') return { rows, next: undefined };
  const last = await tx.query<{ id: string }>(`select id::text from (${read}) c offset ${READ_AT_MOST - 1}`, values);
  return { rows, next: last.rows[0]?.id };
}

export async function findContact(tx: Scoped, id: string): Promise<ContactRow | undefined> {
  return (
    await tx.query<ContactRow>(
      `select ${columns(tx)} from contacts c where ${tx.rows('contacts', 'c')} and c.id = $1`,
      [id],
    )
  ).rows[0];
}

const columns = (tx: Scoped): string => `
  c.id, c.phone_number as "phoneNumber", c.formatted_number as "formattedNumber", c.display_name as "displayName",
  (select min(k.id) from conversations k where k.contact_id = c.id and ${tx.rows('conversations', 'k')}) as "conversationId",
  c.metadata, c.created_at as "createdAt", c.updated_at as "updatedAt"`;
