import type { OrderState } from '@trunkline/telephony/dialing';
import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import { given, type Models } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** What a client ordered, and the reader assigned to it. Its calls are visible to these two. */
export type OrderRow = {
  id: string;
  clientId: string;
  readerId: string | null;
  status: OrderState;
  note: string | null;
  createdAt: Date;
  updatedAt: Date;
};

type OrderToCreate = Pick<OrderRow, 'clientId' | 'readerId' | 'note'>;
/** Fields to change; undefined leaves one as it is. */
type OrderChange = { [N in 'readerId' | 'status' | 'note']?: OrderRow[N] | undefined };

/** Adds an order; undefined where the client is no active client, or the reader no active reader. */
export async function createOrder(tx: Scoped, { clientId, readerId, note }: OrderToCreate) {
  const id = await tx.prisma(async (models) => {
    const isAllowed = (await isActive(models, clientId, 'client')) && (await isActive(models, readerId, 'reader'));
    const data = { clientId, readerId, note };
    return isAllowed ? (await models.order.create({ data, select: { id: true } })).id : undefined;
  });
  return id === undefined ? undefined : findOrder(tx, String(id));
}

/** Changes an order; undefined where there is none, or its new reader is no active reader. */
export async function changeOrder(tx: Scoped, id: string, change: OrderChange): Promise<OrderRow | undefined> {
  const isChanged = await tx.prisma(async (models) => {
    if (!(await isActive(models, change.readerId ?? null, 'reader'))) return false;
    const { count } = await models.order.updateMany({ where: { id: BigInt(id) }, data: given(change) });
    return count === 1;
  });
  return isChanged ? findOrder(tx, id) : undefined;
}

/** Whether this is an active person of this role; true for null. */
const isActive = async ({ profile }: Models, id: string | null, role: 'client' | 'reader'): Promise<boolean> =>
  id === null || (await profile.count({ where: { id, role, isActive: true } })) === 1;

/** SQL, as the list: the condition for the actor's rows is SQL. */
export async function findOrder(tx: Scoped, id: string): Promise<OrderRow | undefined> {
  const sql = `select ${COLUMNS} from orders o where o.id = $1 and ${tx.rows('orders', 'o')}`;
  return (await tx.query<OrderRow>(sql, [id])).rows[0];
}

type OrderFilter = { status?: string | undefined; clientId?: string | undefined; readerId?: string | undefined };

/** A page of orders, the latest first, after the one with this id. */
export async function listOrders(
  tx: Scoped,
  { status, clientId, readerId }: OrderFilter,
  { after, limit }: PageAt,
): Promise<Page<OrderRow>> {
  const sql = `
    select ${COLUMNS} from orders o
    where ${tx.rows('orders', 'o')} and ($1::bigint is null or o.id < $1) and ($2::text is null or o.status = $2)
      and ($3::uuid is null or o.client_id = $3) and ($4::uuid is null or o.reader_id = $4)
    order by o.id desc limit $5`;
  const values = [after ?? null, status ?? null, clientId ?? null, readerId ?? null, limit + 1];
  return toPage((await tx.query<OrderRow>(sql, values)).rows, limit);
}

const COLUMNS = `
  o.id::text, o.client_id as "clientId", o.reader_id as "readerId", o.status, o.note, o.created_at as "createdAt",
  o.updated_at as "updatedAt"`;
