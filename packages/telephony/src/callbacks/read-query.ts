import type { Fields } from './field-values.ts';
import { isReadableParameter } from './known-fields.ts';

/** AccountSid is the first of Twilio's fields. */
const FIRST_FIELD = 'AccountSid';

/**
 * The parameters of the URL without those of ours that have another form, which the raw target keeps. Where a field sorts
 * before Twilio's first one, the end of the URL may have been moved into it: then the last parameter is not read either.
 */
export function readQuery(query: Fields, rawTarget: string, fields: Fields): Record<string, unknown> {
  const last = startsBeforeTwilio(fields) ? lastParameter(rawTarget) : undefined;
  const read: Record<string, unknown> = {};
  for (const name in query) if (name !== last && isReadableParameter(name, query[name])) read[name] = query[name];
  return read;
}

/** The fields are sorted. */
function startsBeforeTwilio(fields: Fields): boolean {
  for (const name in fields) return name < FIRST_FIELD;
  return false;
}

const lastParameter = (rawTarget: string): string | undefined => /[?&]([^?&=#]*)[^?&]*$/.exec(rawTarget)?.[1];
