import type { Clock } from '../../clock/clock.ts';
import type { Attempt } from '../../delivery/attempt.ts';
import type { Delivery } from '../../delivery/delivery-log.ts';
import { twilioDate } from '../../twilio-date.ts';

/** One attempt as Events shows it: what was requested, and what came of it. */
export function eventResource({ method, url, form }: Delivery, attempt: Attempt, clock: Clock) {
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

/** `CallSid` is `call_sid` there; what is lower case already stays. */
const snakeCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
