import { ROLES, type Role } from '@trunkline/access';
import type { Queryable } from '@trunkline/db/connection';
import { randomUUID } from 'node:crypto';
import type { Parties } from './make-objects.ts';

/** One of each role, who asks; and another client and another reader, whose things are none of theirs. */
export type People = Readonly<Record<Role | 'otherClient' | 'otherReader', string>>;

/** With a number each: calls are scheduled for them. */
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

/** Whose objects are a person's own, and whose are others'. */
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
