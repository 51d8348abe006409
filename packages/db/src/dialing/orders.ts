import type { OrderState } from '@trunkline/telephony/dialing';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** What a client asked for, and the reader who takes it; its calls are seen by these two. */
export type OrderRow = {
  id: string;
  clientId: string;
  readerId: string | null;
  status: OrderState;
  note: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const COLUMNS = `
  o.id::text, o.client_id as "clientId", o.reader_id as "readerId", o.status, o.note, o.created_at as "createdAt",
  o.updated_at as "updatedAt"`;

type OrderToCreate = Pick<OrderRow, 'clientId' | 'readerId' | 'note'>;
/** What is to be different; what is not given stays as it is. */
type OrderChange = { [N in 'readerId' | 'status' | 'note']?: OrderRow[N] | undefined };

/** Adds an order; undefined where the client is no active client, or the reader no active reader. */
export async function createOrder(db: Queryable, { clientId, readerId, note }: OrderToCreate) {
  const sql = `
    insert into orders as o (client_id, reader_id, note)
    select $1, $2, $3 where ${isActive('$1', 'client')} and ($2::uuid is null or ${isActive('$2', 'reader')})
    returning ${COLUMNS}`;
  return (await db.query<OrderRow>(sql, [clientId, readerId, note])).rows[0];
}

/** Changes an order; undefined where there is none, or its new reader is no active reader. */
export async function changeOrder(db: Queryable, id: string, change: OrderChange): Promise<OrderRow | undefined> {
  const { readerId, status, note } = change;
  const sql = `
    update orders o set reader_id = case when $2 then $3::uuid else reader_id end, status = coalesce($4, status),
      note = case when $5 then $6 else note end
    where id = $1 and (not $2 or $3::uuid is null or ${isActive('$3', 'reader')})
    returning ${COLUMNS}`;
  const values = [id, readerId !== undefined, readerId ?? null, status ?? null, note !== undefined, note ?? null];
  return (await db.query<OrderRow>(sql, values)).rows[0];
}

const isActive = (id: string, role: string): string =>
  `exists (select from profiles p where p.id = ${id}::uuid and p.role = '${role}' and p.is_active)`;

export async function findOrder(tx: Scoped, id: string): Promise<OrderRow | undefined> {
  const sql = `select ${COLUMNS} from orders o where o.id = $1 and ${tx.rows('orders', 'o')}`;
  return (await tx.query<OrderRow>(sql, [id])).rows[0];
}

type OrderFilter = { status?: string | undefined; clientId?: string | undefined; readerId?: string | undefined };

/** A page of orders, the latest first, after the one with this id. */
export async function listOrders(
  tx: Scoped,
  { status, clientId, readerId }: OrderFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<OrderRow[]> {
  const sql = `
    select ${COLUMNS} from orders o
    where ${tx.rows('orders', 'o')} and ($1::bigint is null or o.id < $1) and ($2::text is null or o.status = $2)
      and ($3::uuid is null or o.client_id = $3) and ($4::uuid is null or o.reader_id = $4)
    order by o.id desc limit $5`;
  const values = [after, status ?? null, clientId ?? null, readerId ?? null, limit];
  return (await tx.query<OrderRow>(sql, values)).rows;
}
