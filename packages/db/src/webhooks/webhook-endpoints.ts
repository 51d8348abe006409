import type { Prisma } from '../generated/client.ts';
import { followsId, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A URL that events are sent to. Its secret signs them, and is not read through the API's roles. */
export type WebhookEndpoint = {
  id: string;
  url: string;
  /** `*`, `siren.*`, or the name of an event. */
  events: string[];
  isActive: boolean;
  /** Why an answer of the endpoint disabled it. */
  disabledReason: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const FIELDS = {
  id: true,
  url: true,
  events: true,
  isActive: true,
  disabledReason: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.WebhookEndpointSelect;
type Fields = Prisma.WebhookEndpointGetPayload<{ select: typeof FIELDS }>;
const toRow = (fields: Fields): WebhookEndpoint => ({ ...fields, id: String(fields.id) });

export type EndpointToCreate = Pick<WebhookEndpoint, 'url' | 'events'> & { secret: string };
/** Fields to change; undefined leaves one as it is. */
export type EndpointChange = { [N in 'url' | 'events' | 'isActive']?: WebhookEndpoint[N] | undefined };

export async function createWebhookEndpoint(tx: Scoped, { url, secret, events }: EndpointToCreate) {
  const data = { url, secret, events };
  return toRow(await tx.prisma(({ webhookEndpoint }) => webhookEndpoint.create({ data, select: FIELDS })));
}

/** Changes an endpoint; undefined where there is none. Switching it on or off clears the reason why it was disabled. */
export async function changeWebhookEndpoint(
  tx: Scoped,
  id: string,
  { url, events, isActive }: EndpointChange,
): Promise<WebhookEndpoint | undefined> {
  const data = { ...given({ url, events, isActive }), ...(isActive !== undefined && { disabledReason: null }) };
  const changed = await tx.prisma(({ webhookEndpoint }) =>
    webhookEndpoint.updateManyAndReturn({ where: { id: BigInt(id) }, data, select: FIELDS }),
  );
  return changed.map(toRow)[0];
}

/** Deletes an endpoint with its deliveries; false where there is none. */
export async function deleteWebhookEndpoint(tx: Scoped, id: string): Promise<boolean> {
  const { count } = await tx.prisma(({ webhookEndpoint }) => webhookEndpoint.deleteMany({ where: { id: BigInt(id) } }));
  return count === 1;
}

export async function findWebhookEndpoint(tx: Scoped, id: string): Promise<WebhookEndpoint | undefined> {
  const where = { id: BigInt(id) };
  const found = await tx.prisma(({ webhookEndpoint }) => webhookEndpoint.findUnique({ where, select: FIELDS }));
  return found ? toRow(found) : undefined;
}

/** Endpoints, the latest first, after the one with this id. */
export async function listWebhookEndpoints(tx: Scoped, { after, limit }: PageAt): Promise<Page<WebhookEndpoint>> {
  const rows = await tx.prisma(({ webhookEndpoint }) =>
    webhookEndpoint.findMany({ where: followsId(after), orderBy: { id: 'desc' }, take: limit + 1, select: FIELDS }),
  );
  return toPage(rows.map(toRow), limit);
}

/** Every active endpoint, for `worker-notify`. SQL: asked for each batch of events, by a process that does not load Prisma. */
export async function listActiveEndpoints(
  tx: Queryable,
): Promise<Pick<WebhookEndpoint, 'id' | 'events' | 'createdAt'>[]> {
  const sql = `
    select id::text, events, created_at as "createdAt" from webhook_endpoints where is_active order by webhook_endpoints.id`;
  return (await tx.query<Pick<WebhookEndpoint, 'id' | 'events' | 'createdAt'>>(sql)).rows;
}
