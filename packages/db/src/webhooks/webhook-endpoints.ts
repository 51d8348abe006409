import { FOLLOWING_STATES, type EndpointState } from '@trunkline/telephony/webhooks';
import type { Prisma } from '../generated/client.ts';
import { inList } from '../connection/in-list.ts';
import { followsId, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { notifyStream } from '../stream/notify-stream.ts';

/** A URL that events are sent to. Its secrets sign them, and are not read through the API's roles. */
export type WebhookEndpoint = {
  id: string;
  url: string;
  /** `*`, `siren.*`, or the name of an event. */
  events: string[];
  isActive: boolean;
  state: EndpointState;
  /** Why it was disabled; null unless it is. */
  disabledReason: string | null;
  /** Failed attempts since the last one that the endpoint accepted. */
  failuresInARow: number;
  failingSince: Date | null;
  /** No attempt is made before this time, which the endpoint asked for. */
  pausedUntil: Date | null;
  /** Until then each message carries a second signature, with the secret before the last rotation. */
  previousSecretExpiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

const FIELDS = {
  id: true,
  url: true,
  events: true,
  state: true,
  disabledReason: true,
  failuresInARow: true,
  failingSince: true,
  pausedUntil: true,
  previousSecretExpiresAt: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.WebhookEndpointSelect;
type Fields = Prisma.WebhookEndpointGetPayload<{ select: typeof FIELDS }>;

function toRow({ id, url, events, state, pausedUntil, previousSecretExpiresAt, ...fields }: Fields): WebhookEndpoint {
  return {
    id: String(id),
    url,
    events,
    isActive: state === 'active',
    state: state as EndpointState,
    ...fields,
    pausedUntil: toCome(pausedUntil),
    previousSecretExpiresAt: toCome(previousSecretExpiresAt),
  };
}
const toCome = (at: Date | null): Date | null => (at && at > new Date() ? at : null);

export type EndpointToCreate = Pick<WebhookEndpoint, 'url' | 'events'> & { secret: string };
/** Fields to change; undefined leaves one as it is. */
export type EndpointChange = { [N in 'url' | 'events' | 'isActive']?: WebhookEndpoint[N] | undefined };

export async function createWebhookEndpoint(tx: Scoped, { url, secret, events }: EndpointToCreate) {
  const data = { url, secret, events };
  return toRow(await tx.prisma(({ webhookEndpoint }) => webhookEndpoint.create({ data, select: FIELDS })));
}

/** Enabling forgets what made an endpoint be disabled. */
const ENABLED = {
  state: 'active',
  disabledReason: null,
  failuresInARow: 0,
  failingSince: null,
  pausedUntil: null,
} as const satisfies Prisma.WebhookEndpointUpdateInput;
const SWITCHED_OFF = { state: 'off', disabledReason: null } as const satisfies Prisma.WebhookEndpointUpdateInput;

/** Changes an endpoint, and emits that a disabled one is enabled; undefined where there is none. */
export async function changeWebhookEndpoint(
  tx: Scoped,
  id: string,
  { url, events, isActive }: EndpointChange,
): Promise<WebhookEndpoint | undefined> {
  const before = await findWebhookEndpoint(tx, id);
  if (!before) return undefined;
  const state = isActive === undefined ? {} : isActive ? ENABLED : SWITCHED_OFF;
  const data = { ...given({ url, events }), ...(url !== undefined && { pausedUntil: null }), ...state };
  const changed = await tx.prisma(({ webhookEndpoint }) =>
    webhookEndpoint.updateManyAndReturn({ where: { id: BigInt(id) }, data, select: FIELDS }),
  );
  if (isActive && before.state === 'disabled')
    await notifyStream(tx, {
      name: 'webhook_endpoint.enabled',
      entity: 'webhook_endpoint',
      entityId: id,
      callId: null,
    });
  return changed.map(toRow)[0];
}

/**
 * Gives an endpoint a new secret; the previous one signs too for `overlapHours`. Undefined where there is no such endpoint.
 * SQL: the time is the database's, and a trigger keeps the previous secret, which the role may not read.
 */
export async function rotateWebhookSecret(
  tx: Scoped,
  id: string,
  { secret, overlapHours }: { secret: string; overlapHours: number },
): Promise<WebhookEndpoint | undefined> {
  const sql = `
    update webhook_endpoints set secret = $2, previous_secret_expires_at = now() + interval '1 hour' * $3::integer where id = $1`;
  const { rowCount } = await tx.query(sql, [id, secret, overlapHours]);
  return rowCount === 1 ? findWebhookEndpoint(tx, id) : undefined;
}

/** Deletes the previous secrets that no longer sign. SQL: by the database's clock. */
export async function forgetExpiredSecrets(db: Queryable): Promise<void> {
  await db.query(`
    update webhook_endpoints set previous_secret = null, previous_secret_expires_at = null
    where previous_secret_expires_at <= now()`);
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

/** An endpoint whose events are recorded. */
export type FollowingEndpoint = Pick<WebhookEndpoint, 'id' | 'events' | 'createdAt' | 'state'>;

/**
 * Every endpoint that is active or disabled, for `worker-notify`. SQL: asked for each batch of events, by a process that
 * does not load Prisma.
 */
export async function listFollowingEndpoints(tx: Queryable): Promise<FollowingEndpoint[]> {
  const sql = `
    select id::text, events, created_at as "createdAt", state from webhook_endpoints
    where state in ${inList(FOLLOWING_STATES)} order by webhook_endpoints.id`;
  return (await tx.query<FollowingEndpoint>(sql)).rows;
}
