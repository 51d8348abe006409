import type { CallStatus } from '@trunkline/telephony/calls';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';
import type { IntentToCreate } from './call-intents.ts';
import { requireRoom, type DialGuard } from './dial-caps.ts';

/** The call of an order: the client's leg. The reader's leg is a call of its own. */
export type OrderCall = {
  id: string;
  orderId: string;
  callSid: string | null;
  status: CallStatus;
  isFinal: boolean;
  fromNumber: string | null;
  scheduledAt: Date;
  timeZone: string;
};

export const ORDER_CALL_COLUMNS = `
  c.id::text, c.order_id::text as "orderId", c.call_sid as "callSid", c.status, c.is_final as "isFinal",
  c.from_number as "fromNumber", c.scheduled_at as "scheduledAt", c.time_zone as "timeZone"`;

type CallToSchedule = {
  orderId: string;
  at: Date;
  timeZone: string;
  fromNumber: string;
  toNumber: string;
  by: string | null;
  requestedBy: string;
};

/** A scheduled call counts against the caps as its legs. */
const LEGS = 2;

/**
 * Schedules the call of an order: `past` where its time is over by the database's clock, `taken` where the order has an
 * upcoming call. Throws `DialCapError` where a cap is reached. SQL: that clock, and a conflict with a partial index.
 */
export async function scheduleCall(
  tx: Scoped,
  call: CallToSchedule,
  guard: DialGuard,
): Promise<{ id: string } | 'past' | 'taken'> {
  const { orderId, at, timeZone, fromNumber, toNumber, by, requestedBy } = call;
  const { rows: clock } = await tx.query<{ isPast: boolean }>(
    `select $1::timestamptz < now() - interval '1 minute' as "isPast"`,
    [at],
  );
  if (clock[0]!.isPast) return 'past';
  await requireRoom(tx, { actor: requestedBy, campaign: null, wanted: LEGS }, guard);
  const sql = `
    insert into calls (order_id, status, scheduled_at, time_zone, direction, from_number, to_number, outside_number, sip_or_pstn, initiated_by)
    values ($1, 'scheduled', $2, $3, 'outbound', $4, $5::text, $5::text, 'pstn', $6)
    on conflict (order_id) where call_sid is null and not is_final and order_id is not null do nothing returning id::text`;
  const { rows } = await tx.query<{ id: string }>(sql, [orderId, at, timeZone, fromNumber, toNumber, by]);
  if (!rows[0]) return 'taken';
  await emitCall(tx, 'created', rows[0].id);
  return rows[0];
}

/** The upcoming call of an order, else its latest. SQL: the condition for the actor's rows. */
export async function findOrderCall(tx: Scoped, orderId: string): Promise<OrderCall | undefined> {
  const sql = `
    select ${ORDER_CALL_COLUMNS} from calls c
    where c.order_id = $1 and c.conference_call_id is null and c.scheduled_at is not null and ${tx.rows('calls', 'c')}
    order by c.status <> 'scheduled', c.id desc limit 1`;
  return (await tx.query<OrderCall>(sql, [orderId])).rows[0];
}

/** The numbers of both parties; null where one has none, or is not active. */
export type PartyNumbers = { client: string | null; reader: string | null };

/** Read as the API itself or as a worker, since neither party may see the other's number. */
export async function readPartyNumbers(
  db: Queryable,
  { clientId, readerId }: { clientId: string; readerId: string | null },
): Promise<PartyNumbers> {
  const sql = 'select id, number from party_numbers($1)';
  const { rows } = await db.query<{ id: string; number: string | null }>(sql, [[clientId, readerId]]);
  const numberOf = (id: string | null) => rows.find((row) => row.id === id)?.number ?? null;
  return { client: numberOf(clientId), reader: numberOf(readerId) };
}

export type LegToDial = Pick<IntentToCreate, 'id' | 'toNumber' | 'fromNumber' | 'voiceUrl' | 'statusUrl'> & {
  leg: 'client' | 'reader';
};

type CallToStart = { callId: string; by: string | null; requestedBy: string | null; legs: readonly LegToDial[] };

/**
 * Requests both legs of a scheduled call, once: returns false for a call that is no longer scheduled. Throws `DialCapError`
 * where a cap is reached. SQL, as the cancellation: the guard is in the statement, and worker-dialer runs it too.
 */
export async function startCall(
  tx: Scoped,
  { callId, by, requestedBy, legs }: CallToStart,
  guard: DialGuard,
): Promise<boolean> {
  const sql = `
    update calls set status = 'initiating', ${by === null ? '' : 'initiated_by = $2,'} updated_at = now()
    where id = $1 and status = 'scheduled' and call_sid is null`;
  if ((await tx.query(sql, by === null ? [callId] : [callId, by])).rowCount !== 1) return false;
  await requireRoom(tx, { actor: requestedBy, campaign: null, wanted: legs.length }, guard);
  for (const { id, leg, toNumber, fromNumber, voiceUrl, statusUrl } of legs)
    await tx.query(DIAL, [id, callId, leg, toNumber, fromNumber, voiceUrl, statusUrl, requestedBy]);
  await emitCall(tx, 'updated', callId);
  return true;
}

/** An insert that reads nothing back: an actor who may start a call may not read the intents of others. */
const DIAL = `
insert into call_intents (id, kind, call_id, leg, to_number, from_number, voice_url, status_url, requested_by)
values ($1, 'order', $2, $3, $4, $5, $6, $7, $8)`;

/** Cancels a scheduled call; returns false where it was started. */
export async function cancelScheduledCall(tx: Scoped, callId: string, reason: string): Promise<boolean> {
  const sql = `
    update calls set status = 'canceled', ended_reason = $2, is_final = true, finalized_at = now(), updated_at = now()
    where id = $1 and status = 'scheduled' and call_sid is null`;
  if ((await tx.query(sql, [callId, reason])).rowCount !== 1) return false;
  await emitCall(tx, 'updated', callId);
  await emitCall(tx, 'ended', callId);
  return true;
}

const emitCall = (tx: Queryable, what: 'created' | 'updated' | 'ended', callId: string) =>
  tx.query('select tell_stream($1, $2, $3::text, $3::bigint)', [`call.${what}`, 'call', callId]);
