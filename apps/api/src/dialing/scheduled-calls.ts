import { callToSchedule, scheduledCall } from '@trunkline/api-contract/dialing';
import { rowIdParam } from '@trunkline/api-contract/http';
import type { Database } from '@trunkline/db/connection';
import {
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
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { actorName } from '../http/record-audit.ts';
import { callerId, refuseNumber, type DialRules } from './dial-request.ts';
import { getOrder, refuseClosed } from './get-order.ts';
import { readScheduledTime, wallTime } from './scheduled-time.ts';

type Parts = { db: Database; config: ApiConfig; dialing: DialRules };
const about = { tag: 'Scheduled calls', method: 'post', idempotent: true } as const;

export const scheduleRoutes = ({ db, config, dialing }: Parts): Route[] => [
  route(
    {
      ...about,
      operationId: 'scheduleCall',
      path: '/api/calls/schedule',
      permission: 'calls.schedule',
      summary: 'Schedule a call',
      description:
        'Schedules the call between the client and the reader of an order; worker-dialer starts it at its time. An order has at most one call that has not started (409 otherwise).',
      body: callToSchedule,
      sends: ['Location'],
      answers: { 201: scheduledCall },
    },
    async ({ read, change, body, actor, response }) => {
      const time = readScheduledTime(body.scheduled_at, body.time_zone);
      if ('error' in time) throw new Problem('validation_failed', time.error);
      const order = await read(async (tx) => {
        const found = await getOrder(tx, body.order_id);
        refuseClosed(found);
        return found;
      });
      const { client } = await getNumbers({ db, dialing }, order);
      const by = { by: actor.id, requestedBy: actorName(actor) };
      const wanted = { orderId: order.id, fromNumber: callerId(config), toNumber: client, ...by, ...time };
      const call = await change(
        { event: 'call.scheduled', entity: ({ id }: OrderCall) => `call:${id}` },
        async (tx) => {
          const made = await scheduleCall(tx, wanted, dialing.guard);
          if (made === 'past')
            throw new Problem('validation_failed', 'scheduled_at: is over already. Give a later time.');
          const scheduled = (await findOrderCall(tx, order.id))!;
          if (made !== 'taken') return scheduled;
          throw new Problem(
            'invalid_state_transition',
            'The order already has a call that has not ended. Start it, or drop it first.',
            stateOf(scheduled),
          );
        },
      );
      response.location(`/api/calls/${call.id}`);
      return { status: 201, json: presentScheduled(call) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'startCall',
      path: '/api/calls/:order/start',
      permission: 'calls.start',
      summary: 'Start a scheduled call',
      description:
        'Starts the scheduled call of an order now, whatever its time. Both sides are called and meet in a conference.',
      params: { order: rowIdParam('order') },
      answers: { 202: scheduledCall },
    },
    async ({ read, change, params, actor }) => {
      const { order, call } = await read(async (tx) => {
        const found = await getOrder(tx, params.order);
        return { order: found, call: await findOrderCall(tx, found.id) };
      });
      if (!call)
        throw new Problem('not_found', 'No call is scheduled for this order. Schedule one: POST /api/calls/schedule.');
      if (call.status !== 'scheduled') throw alreadyStarted(call);
      refuseClosed(order);
      const legs = planLegs(config.WEBHOOK_BASE_URL, call, await getNumbers({ db, dialing }, order))!;
      const started = await change({ event: 'call.started', entity: `call:${call.id}` }, async (tx) => {
        const toStart = { callId: call.id, by: actor.id, requestedBy: actorName(actor), legs };
        const isStarted = await startCall(tx, toStart, dialing.guard);
        const now = (await findOrderCall(tx, order.id))!;
        if (!isStarted) throw alreadyStarted(now);
        return now;
      });
      return { status: 202, json: presentScheduled(started) };
    },
  ),
];

/** Both numbers in E.164, read with the API's own login, since neither side may see the other's. */
async function getNumbers(
  { db, dialing }: Pick<Parts, 'db' | 'dialing'>,
  order: OrderRow,
): Promise<{ client: string; reader: string }> {
  const given = await readPartyNumbers(db.pool, order);
  const [client, reader] = [dialableNumber(given.client ?? ''), dialableNumber(given.reader ?? '')];
  if (client !== null && reader !== null) {
    for (const number of [client, reader]) refuseNumber(dialing.refusalOf, number);
    return { client, reader };
  }
  const side = client === null ? 'client' : 'reader';
  throw new Problem('validation_failed', `The ${side} of this order has no phone number that can be called. Add one.`);
}

const stateOf = ({ id, status }: OrderCall) => ({
  call_id: id,
  current_state: status,
  allowed_transitions: status === 'scheduled' ? ['start', 'drop'] : ['drop'],
});

const alreadyStarted = (call: OrderCall): Problem =>
  new Problem('invalid_state_transition', `The call is ${call.status}.`, {
    ...stateOf(call),
    allowed_transitions: call.isFinal ? [] : ['drop'],
  });

function presentScheduled({ id, orderId, status, scheduledAt, timeZone }: OrderCall): object {
  const scheduledLocal = wallTime(scheduledAt, timeZone);
  return present({ id, callId: id, orderId, status, scheduledAt, scheduledLocal, timeZone });
}
