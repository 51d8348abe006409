import { type Clock, twilioDate } from '../../clock/clock.ts';
import type { Attempt } from '../../delivery/attempt.ts';
import { asksForTwiml } from '../../delivery/callback.ts';
import type { Delivery, DeliveryLog } from '../../delivery/delivery-log.ts';
import type { CallRecord } from '../../truth/call-record.ts';
import { pageByNumber, type PageRequest } from '../page.ts';
import type { RestView } from '../rest-view.ts';

/** One page of the requests of a call: all attempts, oldest first. Dropped callbacks are not listed. */
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

/** One attempt as Events shows it: request and response. */
function eventResource({ method, url, form }: Delivery, attempt: Attempt, clock: Clock) {
  const parameters = Array.from(new URLSearchParams(form), ([name, value]) => [snakeCase(name), value]);
  const { status, failure, ms, contentType, body } = attempt;
  return {
    request: { method, url: url.replace(/#.*$/s, ''), parameters: Object.fromEntries(parameters) },
    response: {
      response_code: status ?? null,
      request_duration: Math.round(ms),
      content_type: contentType ?? null,
      response_body: status === undefined ? null : (body ?? ''),
      date_created: twilioDate(clock.at(attempt.startedAt)),
      ...(failure && { error_code: failure === 'ct' ? connectionFailed : retrievalFailed }),
    },
  };
}

const connectionFailed = 11205;
const retrievalFailed = 11200;

/** `CallSid` becomes `call_sid`; lower-case names stay. */
const snakeCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
