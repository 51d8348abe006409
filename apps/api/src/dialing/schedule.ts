import { callToSchedule, scheduledCall } from '@trunkline/api-contract/live-control';
import type { Database, Scoped } from '@trunkline/db/connection';
import {
  findOrder,
  findOrderCall,
  readPartyNumbers,
  scheduleCall,
  startCall,
  type OrderCall,
  type OrderRow,
} from '@trunkline/db/dialing';
import { dialableNumber } from '@trunkline/telephony/numbers';
import { planLegs } from '@trunkline/twilio/twiml';
import type { ApiConfig } from '../config.ts';
import { callerId, refuseUnlisted } from './dial-request.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { readScheduledTime, wallTime } from './scheduled-time.ts';

type Parts = { db: Database; config: ApiConfig };
const about = { tag: 'Scheduled calls', method: 'post', idempotent: true } as const;

/**
 * `POST /calls/schedule`: a call of an order, at a time of its zone. `POST /calls/:order/start` starts it now, whatever its
 * time; else worker-dialer starts it when its time comes.
 */
export const scheduleRoutes = ({ db, config }: Parts): Route[] => [
  route(
    {
      ...about,
      path: '/api/calls/schedule',
      permission: 'calls.schedule',
      summary: 'Schedule the call of an order',
      body: callToSchedule,
      answers: { 201: scheduledCall },
    },
    async ({ read, change, body, actor, response }) => {
      const time = readScheduledTime(body.scheduled_at, body.time_zone);
      if ('complaint' in time) throw new Problem('validation_failed', time.complaint);
      const order = await read((tx) => getOpenOrder(tx, body.order_id));
      const { client } = await getNumbers({ db, config }, order);
      const wish = { orderId: order.id, fromNumber: callerId(config), toNumber: client, by: actor.id, ...time };
      const call = await change(
        { event: 'call.scheduled', entity: ({ id }: OrderCall) => `call:${id}` },
        async (tx) => {
          const made = await scheduleCall(tx, wish);
          if (made === 'past') throw new Problem('validation_failed', 'scheduled_at: is over already.');
          const scheduled = (await findOrderCall(tx, order.id))!;
          if (made !== 'taken') return scheduled;
          throw new Problem('invalid_state_transition', 'The order has a call that is to come.', standingOf(scheduled));
        },
      );
      response.location(`/api/calls/${call.id}`);
      return { status: 201, json: presentScheduled(call) };
    },
  ),
  route(
    {
      ...about,
      path: '/api/calls/:order/start',
      permission: 'calls.start',
      summary: 'Start the scheduled call of an order now',
      answers: { 202: scheduledCall },
    },
    async ({ read, change, params, actor }) => {
      const { order, call } = await read(async (tx) => {
        const found = await getOrder(tx, params['order']!);
        return { order: found, call: await findOrderCall(tx, found.id) };
      });
      if (!call) throw new Problem('not_found', 'No call is scheduled for this order.');
      if (call.status !== 'scheduled') throw alreadyStarted(call);
      refuseClosed(order);
      const legs = planLegs(config.WEBHOOK_BASE_URL, call, await getNumbers({ db, config }, order))!;
      const started = await change({ event: 'call.started', entity: `call:${call.id}` }, async (tx) => {
        const isMine = await startCall(tx, { callId: call.id, by: actor.id, legs });
        const now = (await findOrderCall(tx, order.id))!;
        if (!isMine) throw alreadyStarted(now);
        return now;
      });
      return { status: 202, json: presentScheduled(started) };
    },
  ),
];

async function getOrder(tx: Scoped, id: string): Promise<OrderRow> {
  const found = /^\d{1,18}$/.test(id) ? await findOrder(tx, id) : undefined;
  if (!found) throw new Problem('not_found', 'No order with this id is known.');
  return found;
}

async function getOpenOrder(tx: Scoped, id: string): Promise<OrderRow> {
  const order = await getOrder(tx, id);
  refuseClosed(order);
  return order;
}

function refuseClosed({ status, readerId }: OrderRow): void {
  const members = { current_state: status, allowed_transitions: [] };
  if (status !== 'open') throw new Problem('invalid_state_transition', `The order is ${status}.`, members);
  if (readerId === null) throw new Problem('invalid_state_transition', 'The order has no reader yet.', members);
}

/** Both numbers in E.164; as the API itself, since neither side may read the other's. */
async function getNumbers({ db, config }: Parts, order: OrderRow): Promise<{ client: string; reader: string }> {
  const given = await readPartyNumbers(db.pool, order);
  const [client, reader] = [dialableNumber(given.client ?? ''), dialableNumber(given.reader ?? '')];
  if (client !== null && reader !== null) {
    for (const number of [client, reader]) refuseUnlisted(config, number);
    return { client, reader };
  }
  const who = client === null ? 'client' : 'reader';
  throw new Problem('validation_failed', `The ${who} of this order has no phone number that can be called.`);
}

const standingOf = ({ id, status }: OrderCall) => ({
  call_id: id,
  current_state: status,
  allowed_transitions: status === 'scheduled' ? ['start', 'drop'] : ['drop'],
});

const alreadyStarted = (call: OrderCall): Problem =>
  new Problem('invalid_state_transition', `The call is ${call.status}.`, {
    ...standingOf(call),
    allowed_transitions: call.isFinal ? [] : ['drop'],
  });

function presentScheduled({ id, orderId, status, scheduledAt, timeZone }: OrderCall): object {
  const scheduledLocal = wallTime(scheduledAt, timeZone);
  return present({ id, callId: id, orderId, status, scheduledAt, scheduledLocal, timeZone });
}
