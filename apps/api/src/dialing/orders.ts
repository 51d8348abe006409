import { order, orderBody, orderChange, ordersPage, ordersQuery } from '@trunkline/api-contract/dialing';
import type { Scoped } from '@trunkline/db/connection';
import { changeOrder, createOrder, findOrder, listOrders, type OrderRow } from '@trunkline/db/dialing';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const about = { tag: 'Orders' } as const;

/** `GET`, `POST /orders`, `GET`, `PATCH /orders/:id`: whose calls are whose. */
export const orderRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'get',
      path: '/api/orders',
      permission: 'orders.read',
      summary: 'Orders, the latest first: a client’s own, a reader’s assigned ones',
      query: ordersQuery,
      answers: { 200: ordersPage },
    },
    async ({ read, query, request, response }) => {
      const { status, client_id: clientId, reader_id: readerId, limit } = query;
      const after = readCursor(request)?.after ?? null;
      const rows = await read((tx) => listOrders(tx, { status, clientId, readerId }, { after, limit: limit + 1 }));
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
      return { json: { data: shown.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/orders',
      permission: 'orders.manage',
      summary: 'Add an order of a client',
      body: orderBody,
      answers: { 201: order },
    },
    async ({ change, body, response }) => {
      const { client_id: clientId, reader_id: readerId, note } = body;
      const created = { event: 'order.created', entity: ({ id }: OrderRow) => `order:${id}` };
      const row = await change(created, async (tx) => {
        const added = await createOrder(tx, { clientId, readerId, note });
        return added ?? refuse('client_id and reader_id: expected an active client and an active reader.');
      });
      response.location(`/api/orders/${row.id}`);
      return { status: 201, json: present(row) };
    },
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/orders/:id',
      permission: 'orders.read',
      summary: 'One order',
      answers: { 200: order },
    },
    async ({ read, params }) => ({ json: present(await read((tx) => getOrder(tx, params['id']!))) }),
  ),
  route(
    {
      ...about,
      method: 'patch',
      path: '/api/orders/:id',
      permission: 'orders.manage',
      summary: 'Assign a reader, or close an order; what is not given stays',
      body: orderChange,
      answers: { 200: order },
    },
    async ({ change, body, params }) => {
      const { reader_id: readerId, status, note } = body;
      const changed = { event: 'order.changed', entity: `order:${params['id']}` };
      const row = await change(changed, async (tx) => {
        const { id } = await getOrder(tx, params['id']!);
        return (
          (await changeOrder(tx, id, { readerId, status, note })) ?? refuse('reader_id: expected an active reader.')
        );
      });
      return { json: present(row) };
    },
  ),
];

async function getOrder(tx: Scoped, id: string): Promise<OrderRow> {
  const found = isInboxId(id) ? await findOrder(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No order with this id is known.');
  return found;
}

function refuse(detail: string): never {
  throw new Problem('validation_failed', detail);
}
