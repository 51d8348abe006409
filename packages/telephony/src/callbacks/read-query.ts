import type { Fields } from './field-values.ts';
import { COUNT, UUID, type Form } from './known-fields.ts';

/** AccountSid is the first of Twilio's fields. */
const FIRST_FIELD = 'AccountSid';

/**
 * The parameters of the URL without those of ours that have another form, which the raw target keeps. Where a field sorts
 * before Twilio's first one, the end of the URL may have been moved into it: then the last parameter is not read either.
 */
export function readQuery(query: Fields, rawTarget: string, fields: Fields): Record<string, unknown> {
  const last = startsBeforeTwilio(fields) ? lastParameter(rawTarget) : undefined;
  const read: Record<string, unknown> = {};
  for (const name in query) if (name !== last && isReadable(name, query[name])) read[name] = query[name];
  return read;
}

/** The fields are sorted. */
function startsBeforeTwilio(fields: Fields): boolean {
  for (const name in fields) return name < FIRST_FIELD;
  return false;
}

const lastParameter = (rawTarget: string): string | undefined => /[?&]([^?&=#]*)[^?&]*$/.exec(rawTarget)?.[1];

/** Query parameters that we interpret, put by ourselves or the caller's application into the callback URL. */
const PARAMETER_FORMS: ReadonlyMap<string, Form> = new Map(
  Object.entries({
    candidate_id: COUNT,
    campaign_id: /^[\w.-]{1,64}$/,
    contact_id: /^[\w.-]{1,64}$/,
    call_id: /^[\w.-]{1,64}$/,
    interview_id: UUID,
    question_number: /^[1-9]\d{0,2}$/,
    attempt: /^[1-9]$/,
    empty: /^true$/,
    consent: /^(?:ask|answer|silent|given)$/,
    intent_id: UUID,
    order_call_id: /^\d{1,18}$/,
  } satisfies Record<string, Form>),
);

/** False for a parameter of ours whose value has another form, or came more than once: it is not read. */
function isReadable(name: string, value: unknown): boolean {
  const form = PARAMETER_FORMS.get(name);
  return form === undefined || (typeof value === 'string' && form.test(value));
}
