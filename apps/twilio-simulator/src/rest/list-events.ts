import type { CallRecord } from '../calls/call-record.ts';
import type { Clock } from '../clock.ts';
import { asksForTwiml } from '../delivery/callback.ts';
import type { DeliveryLog } from '../delivery/delivery-log.ts';
import { eventResource } from './event-resource.ts';
import { type PageRequest, pageOf } from './page.ts';
import { invalidParameter } from './rest-error.ts';
import type { RestView } from './rest-view.ts';

/** One page of what was requested for a call: each attempt that was made, oldest first; nothing that never left. */
export function listEvents(log: DeliveryLog, clock: Clock, view: RestView, request: PageRequest, call: CallRecord) {
  const events = view.areEventsReadable(call) ? collect(log, clock, view, call.sid) : [];
  const { size, token } = request;
  const anchor = Number(token?.anchor ?? 0);
  if (Number.isNaN(anchor)) throw invalidParameter('PageToken', String(request.query.get('PageToken')));
  const start = token?.side === 'before' ? Math.max(0, anchor - size) : anchor;
  const items = events.slice(start, start + size);
  const end = start + items.length;
  return pageOf('events', request, {
    items,
    next: end < events.length ? String(end) : undefined,
    previous: start > 0 ? String(start) : undefined,
  });
}

function collect(log: DeliveryLog, clock: Clock, { settings }: RestView, callSid: string) {
  return log
    .of(callSid)
    .filter(({ kind, faults }) => !faults.includes('forge') && (settings.events === 'all' || asksForTwiml(kind)))
    .flatMap((delivery) => delivery.attempts.map((attempt) => ({ delivery, attempt })))
    .toSorted((a, b) => a.attempt.startedAt - b.attempt.startedAt)
    .map(({ delivery, attempt }) => eventResource(delivery, attempt, clock));
}
