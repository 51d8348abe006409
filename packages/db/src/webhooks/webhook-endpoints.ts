import type { Queryable } from '../connection/open-database.ts';

/** Where else events are told; its secret is not read again, but to sign. */
export type WebhookEndpoint = {
  id: string;
  url: string;
  /** `*`, `siren.*`, or the name of an event. */
  events: string[];
  isActive: boolean;
  /** Why it was switched off by what it answered. */
  disabledReason: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const COLUMNS = `
  id::text, url, events, is_active as "isActive", disabled_reason as "disabledReason", created_at as "createdAt",
  updated_at as "updatedAt"`;

export type EndpointToCreate = Pick<WebhookEndpoint, 'url' | 'events'> & { secret: string };
/** What is to be different; what is not given stays as it is. */
export type EndpointChange = { [N in 'url' | 'events' | 'isActive']?: WebhookEndpoint[N] | undefined };

export async function createWebhookEndpoint(db: Queryable, { url, secret, events }: EndpointToCreate) {
  const sql = `insert into webhook_endpoints (url, secret, events) values ($1, $2, $3) returning ${COLUMNS}`;
  return (await db.query<WebhookEndpoint>(sql, [url, secret, events])).rows[0]!;
}

/** Changes an endpoint; undefined where there is none. Whoever switches it on again forgets why it was off. */
export async function changeWebhookEndpoint(
  db: Queryable,
  id: string,
  { url, events, isActive }: EndpointChange,
): Promise<WebhookEndpoint | undefined> {
  const sql = `
    update webhook_endpoints set url = coalesce($2, url), events = coalesce($3, events),
      is_active = coalesce($4, is_active), disabled_reason = case when $4 is null then disabled_reason end
    where id = $1 returning ${COLUMNS}`;
  return (await db.query<WebhookEndpoint>(sql, [id, url ?? null, events ?? null, isActive ?? null])).rows[0];
}

/** Deletes an endpoint with its deliveries; false where there is none. */
export async function deleteWebhookEndpoint(db: Queryable, id: string): Promise<boolean> {
  return (await db.query('delete from webhook_endpoints where id = $1', [id])).rowCount === 1;
}

export async function findWebhookEndpoint(db: Queryable, id: string): Promise<WebhookEndpoint | undefined> {
  return (await db.query<WebhookEndpoint>(`select ${COLUMNS} from webhook_endpoints where id = $1`, [id])).rows[0];
}

/** Endpoints, the latest first, after the one with this id. */
export async function listWebhookEndpoints(
  db: Queryable,
  { after = null, limit }: { after?: string | null; limit: number },
): Promise<WebhookEndpoint[]> {
  const sql = `
    select ${COLUMNS} from webhook_endpoints where $1::bigint is null or id < $1 order by webhook_endpoints.id desc limit $2`;
  return (await db.query<WebhookEndpoint>(sql, [after, limit])).rows;
}

/** Every endpoint that is told something. */
export async function listActiveEndpoints(db: Queryable): Promise<WebhookEndpoint[]> {
  const sql = `select ${COLUMNS} from webhook_endpoints where is_active order by webhook_endpoints.id`;
  return (await db.query<WebhookEndpoint>(sql)).rows;
}
