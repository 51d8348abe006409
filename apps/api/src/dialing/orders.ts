import { order, orderChange, ordersPage, ordersQuery, orderToCreate } from '@trunkline/api-contract/dialing';
import { rowIdParam } from '@trunkline/api-contract/http';
import { changeOrder, createOrder, listOrders, type OrderRow } from '@trunkline/db/dialing';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { getOrder } from './get-order.ts';

const about = { tag: 'Orders' } as const;
const ofId = { id: rowIdParam('order') };

export const orderRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listOrders',
      method: 'get',
      path: '/api/orders',
      permission: 'orders.read',
      summary: 'List orders',
      description: 'Lists orders, the latest first. Clients see their own orders, readers the ones assigned to them.',
      query: ordersQuery,
      answers: { 200: ordersPage },
    },
    async (context) => {
      const { status, client_id: clientId, reader_id: readerId } = context.query;
      const filter = { status, clientId, readerId };
      return answerPage(context, (tx, at) => listOrders(tx, filter, at));
    },
  ),
  route(
    {
      ...about,
      operationId: 'createOrder',
      method: 'post',
      path: '/api/orders',
      permission: 'orders.manage',
      summary: 'Create an order',
      description: 'Creates an order of a client. Its call can be scheduled once a reader is assigned.',
      body: orderToCreate,
      sends: ['Location'],
      answers: { 201: order },
    },
    async ({ change, body, response }) => {
      const { client_id: clientId, reader_id: readerId, note } = body;
      const entry = { event: 'order.created', entity: ({ id }: OrderRow) => `order:${id}` };
      const row = await change(entry, async (tx) => {
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
      operationId: 'getOrder',
      method: 'get',
      path: '/api/orders/:id',
      permission: 'orders.read',
      summary: 'Get an order',
      description: 'Returns an order. Clients see their own orders, readers the ones assigned to them.',
      params: ofId,
      answers: { 200: order },
    },
    async ({ read, params: { id } }) => ({ json: present(await read((tx) => getOrder(tx, id))) }),
  ),
  route(
    {
      ...about,
      operationId: 'changeOrder',
      method: 'patch',
      path: '/api/orders/:id',
      permission: 'orders.manage',
      summary: 'Change an order',
      description: 'Assigns a reader, or closes an order. Fields that are left out keep their value.',
      params: ofId,
      body: orderChange,
      answers: { 200: order },
    },
    async ({ change, body, params }) => {
      const { reader_id: readerId, status, note } = body;
      const entry = { event: 'order.changed', entity: `order:${params.id}` };
      const row = await change(entry, async (tx) => {
        const { id } = await getOrder(tx, params.id);
        const changed = await changeOrder(tx, id, { readerId, status, note });
        return changed ?? refuse('reader_id: expected an active reader.');
      });
      return { json: present(row) };
    },
  ),
];

function refuse(detail: string): never {
  throw new Problem('validation_failed', detail);
}
