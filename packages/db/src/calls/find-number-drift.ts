import { externalNumber } from '@trunkline/telephony/numbers';
import type { Queryable } from '../connection/open-database.ts';
import type { Drift } from './find-drift.ts';

/** Differences that the rules for numbers make beyond the columns of the fold. */
export type NumberDrift = {
  drift: Drift[];
  /** Calls with another direction, outside number or conversation. */
  callSids: string[];
};

/**
 * Compares the conversations of the rebuilt calls, and all contacts where `isAll`, with what their numbers are now read as:
 * a contact that gathered hidden callers, or whose number is in no numbering plan, is none.
 */
export async function findNumberDrift(tx: Queryable, isAll: boolean): Promise<NumberDrift> {
  const { rows } = await tx.query<{
    sid: string;
    stored: string | null;
    rebuilt: string | null;
    isOfConversation: boolean;
  }>(CALLS);
  const conversations = rows
    .filter(({ isOfConversation }) => isOfConversation)
    .map(({ sid, stored, rebuilt }) => ({ table: 'calls' as const, sid, column: 'conversation', stored, rebuilt }));
  const contacts = (isAll ? await listMisreadContacts(tx) : []).map((number) => ({
    table: 'contacts' as const,
    sid: number,
    column: '(row)',
    stored: number,
    rebuilt: null,
  }));
  return { drift: [...contacts, ...conversations], callSids: rows.map(({ sid }) => sid) };
}

const CALLS = `
with compared as (
  select r.call_sid as sid, k.external_id as stored, r.outside_number as rebuilt,
    k.id is not null and (r.outside_number is null
      or r.outside_number <> k.external_id and r.outside_number is distinct from s.outside_number) as "isOfConversation",
    (s.direction, s.outside_number) is distinct from (r.direction, r.outside_number) as "isOfCall"
  from calls_rebuilt r join calls s on s.call_sid = r.call_sid left join conversations k on k.id = s.conversation_id
)
select sid, stored, rebuilt, "isOfConversation" from compared where "isOfConversation" or "isOfCall" order by sid`;

const CONTACTS_AT_ONCE = 5000;

/** Numbers of contacts that belong to no person. Contacts with data of their own are left out. */
export async function listMisreadContacts(db: Queryable): Promise<string[]> {
  const misread: string[] = [];
  for (let after = '0'; ;) {
    const { rows } = await db.query<{ id: string; number: string }>(CONTACTS, [after]);
    misread.push(...rows.flatMap(({ number }) => (externalNumber(number) === number ? [] : number)));
    if (rows.length < CONTACTS_AT_ONCE) return misread.toSorted();
    after = rows.at(-1)!.id;
  }
}

const CONTACTS = `
select id::text, phone_number as number from contacts
where id > $1::bigint and metadata = '{}' order by contacts.id limit ${CONTACTS_AT_ONCE}`;
