import type { Scoped } from '../connection/with-actor.ts';
import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';

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

/** A page of contacts, the latest first, after the one with this id; `number` is E.164. */
export async function listContacts(
  tx: Scoped,
  { number }: { number?: string | undefined },
  { after, limit }: PageAt,
): Promise<Page<ContactRow>> {
  const sql = `${select(tx)} and ($1::bigint is null or c.id < $1) and ($2::text is null or c.phone_number = $2)
    order by c.id desc limit $3`;
  return toPage((await tx.query<ContactRow>(sql, [after ?? null, number ?? null, limit + 1])).rows, limit);
}

export async function findContact(tx: Scoped, id: string): Promise<ContactRow | undefined> {
  return (await tx.query<ContactRow>(`${select(tx)} and c.id = $1`, [id])).rows[0];
}

const select = (tx: Scoped): string => `
select c.id, c.phone_number as "phoneNumber", c.formatted_number as "formattedNumber", c.display_name as "displayName",
  (select min(k.id) from conversations k where k.contact_id = c.id and ${tx.rows('conversations', 'k')}) as "conversationId",
  c.metadata, c.created_at as "createdAt", c.updated_at as "updatedAt"
from contacts c where ${tx.rows('contacts', 'c')}`;
