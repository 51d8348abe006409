import type { Clock } from '../../clock/clock.ts';
import { asksForTwiml } from '../../delivery/callback.ts';
import type { DeliveryLog } from '../../delivery/delivery-log.ts';
import type { CallRecord } from '../../truth/call-record.ts';
import { pageByNumber } from '../page-by-number.ts';
import type { PageRequest } from '../page.ts';
import type { RestView } from '../rest-view.ts';
import { eventResource } from './event-resource.ts';

/** One page of what was requested for a call: each attempt that was made, oldest first; nothing that never left. */
export function listEvents(log: DeliveryLog, clock: Clock, view: RestView, request: PageRequest, call: CallRecord) {
  const events = view.areEventsReadable(call) ? collect(log, view, call.sid) : [];
  return pageByNumber('events', request, events, ({ delivery, attempt }) => eventResource(delivery, attempt, clock));
}

function collect(log: DeliveryLog, { settings }: RestView, callSid: string) {
  return log
    .of(callSid)
    .filter(({ kind, faults }) => !faults.includes('forge') && (settings.events === 'all' || asksForTwiml(kind)))
    .flatMap((delivery) => delivery.attempts.map((attempt) => ({ delivery, attempt })))
    .toSorted((a, b) => a.attempt.startedAt - b.attempt.startedAt);
}
