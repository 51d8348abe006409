import { ROLES, type Role } from '@trunkline/access';
import type { Queryable } from '@trunkline/db/connection';
import { randomUUID } from 'node:crypto';
import type { Parties } from './make-objects.ts';

/** Ids of one person per role, who sends the requests, and of another client and reader, whose objects are theirs alone. */
export type People = Readonly<Record<Role | 'otherClient' | 'otherReader', string>>;

/** Each has a phone number, since calls are scheduled for them. */
export async function makePeople(db: Queryable): Promise<People> {
  const names = [...ROLES, 'otherClient', 'otherReader'] as const;
  const people = names.map((name) => [name, randomUUID()] as const);
  await db.query(
    `insert into profiles (id, name, role, phone_number) select id, name, lower(replace(name, 'other', '')), '+15085140320'
     from unnest($1::uuid[], $2::text[]) p(id, name)`,
    [people.map(([, id]) => id), people.map(([name]) => name)],
  );
  return Object.fromEntries(people) as People;
}

/** The owners of a person's own objects, and of others' objects. */
export const partiesOf = ({
  client,
  reader,
  otherClient,
  otherReader,
  monitor,
}: People): Record<'own' | 'other', Parties> => ({
  own: { client, reader, monitor },
  other: { client: otherClient, reader: otherReader, monitor },
});
