import { unscoped, type Database } from '@trunkline/db/connection';
import { NO_CAPS, scheduleCall, startCall } from '@trunkline/db/dialing';
import { planLegs } from '@trunkline/twilio/twiml';

/** Numbers of the client and the reader of a test's order. */
export const CLIENT_NUMBER = '+15085140320';
export const READER_NUMBER = '+15085140321';

/** Creates a client, a reader and their order. */
export async function createOrder(db: Database): Promise<{ orderId: string; clientId: string; readerId: string }> {
  const person = async (role: string, number: string) => {
    const sql = `insert into profiles (name, role, phone_number) values ('a ' || $1 || gen_random_uuid(), $1, $2) returning id`;
    return (await db.pool.query<{ id: string }>(sql, [role, number])).rows[0]!.id;
  };
  const [clientId, readerId] = [await person('client', CLIENT_NUMBER), await person('reader', READER_NUMBER)];
  const sql = 'insert into orders (client_id, reader_id) values ($1, $2) returning id::text';
  const { rows } = await db.pool.query<{ id: string }>(sql, [clientId, readerId]);
  return { orderId: rows[0]!.id, clientId, readerId };
}

/** Schedules a call of a new order, due in a minute. */
export async function scheduleOrderCall(db: Database): Promise<{ callId: string; orderId: string }> {
  const { orderId } = await createOrder(db);
  const at = new Date(Date.now() + 60_000);
  const request = {
    orderId,
    at,
    timeZone: 'UTC',
    fromNumber: '+16175006181',
    toNumber: CLIENT_NUMBER,
    by: null,
    requestedBy: 'operator',
  };
  const made = await scheduleCall(unscoped(db), request, NO_CAPS);
  if (typeof made === 'string') throw new Error(`The call of a new order is ${made}`);
  return { callId: made.id, orderId };
}

/** Schedules and starts a call of a new order; `client` and `reader` are the intents of its legs. */
export async function startOrderCall(
  db: Database,
): Promise<{ callId: string; orderId: string; client: string; reader: string }> {
  const { callId, orderId } = await scheduleOrderCall(db);
  const numbers = { client: CLIENT_NUMBER, reader: READER_NUMBER };
  const legs = planLegs('https://calls.example.com', { id: callId, fromNumber: '+16175006181' }, numbers)!;
  await db.transaction((tx) => startCall(unscoped(tx), { callId, by: null, requestedBy: 'operator', legs }, NO_CAPS));
  const [client, reader] = legs.map(({ id }) => id) as [string, string];
  return { callId, orderId, client, reader };
}
