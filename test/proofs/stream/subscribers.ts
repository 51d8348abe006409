import type { Role } from '@trunkline/access';
import type { Database } from '@trunkline/db/connection';
import { createOrderOf, createPerson, type Person } from '../../support/db/people.ts';

export type Subscriber = Person & { role: Role };

const PAIRS = 15;
const STAFF = ['superadmin', 'admin', 'monitor'] as const;

/**
 * Returns `count` subscribers: pairs of a client and a reader with an order, and staff, who are about half. One person may
 * be several subscribers. A trigger gives half of all new calls to one of the orders, which workers may not read.
 */
export async function createSubscribers(db: Database, count: number): Promise<Subscriber[]> {
  const people: Subscriber[] = [];
  const add = async (role: Role): Promise<Subscriber> => {
    const person = { ...(await createPerson(db, role)), role };
    people.push(person);
    return person;
  };
  for (let n = 0; n < PAIRS; n++) {
    const [client, reader] = [await add('client'), await add('reader')];
    await createOrderOf(db, client.id, reader.id);
    for (const role of n % 2 === 0 ? STAFF : STAFF.toReversed()) if (people.length < PAIRS * 4) await add(role);
  }
  await db.pool.query(ASSIGN_ORDERS);
  return Array.from({ length: count }, (_, n) => people[n % people.length]!);
}

const ASSIGN_ORDERS = `
create function assign_order() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  new.order_id := (select id from orders where id = abs(hashtext(new.call_sid)) % ${PAIRS * 2} + 1);
  return new;
end $$;
create trigger calls_assign_order before insert on calls for each row execute function assign_order();`;
