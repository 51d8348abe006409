import { displayNumber } from '@trunkline/telephony/numbers';
import type { Queryable } from '../connection/open-database.ts';

/** An outside number, E.164, and the name of the person who has it. */
type NamedNumber = { number: string; name: string };

/**
 * Names the contacts of these numbers, which are created if they are unknown. A contact that has a name keeps it. SQL: an
 * upsert of all of them.
 */
export async function nameContacts(db: Queryable, people: readonly NamedNumber[]): Promise<void> {
  const named = people.map(({ number, name }) => ({ number, name, display: displayNumber(number) }));
  await db.query({ name: 'name-contacts', text: SQL, values: [JSON.stringify(named)] });
}

const SQL = `
insert into contacts as c (phone_number, formatted_number, display_name)
select number, display, name from json_to_recordset($1::json) as t(number varchar, display text, name text) order by number
on conflict (phone_number) do update set display_name = excluded.display_name
where c.display_name is null or c.display_name = c.formatted_number`;
