import type { Role } from '@trunkline/access';
import type { Database } from '@trunkline/db/connection';
import { createOrderOf, createPerson, type Person } from '../../support/db/people.ts';

export type Subscriber = Person & { role: Role };

const PAIRS = 15;
const STAFF = ['superadmin', 'admin', 'monitor'] as const;

/**
 * Clients and readers with an order for each pair, and staff: as many subscribers as wanted, half of them staff, some
 * of them the same person. Half of all calls that come belong to one of the orders, from their first row on.
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
  await db.pool.query(GIVE_ORDERS);
  return Array.from({ length: count }, (_, n) => people[n % people.length]!);
}

const GIVE_ORDERS = `
create function give_order() returns trigger language plpgsql as $$
begin
  new.order_id := (select id from orders where id = abs(hashtext(new.call_sid)) % ${PAIRS * 2} + 1);
  return new;
end $$;
create trigger calls_give_order before insert on calls for each row execute function give_order();`;
