import { nonEmpty, type Fields } from '../callbacks/field-values.ts';
import { isTwilioTime } from '../callbacks/twilio-time.ts';
import { isCallStatus } from '../calls/status.ts';
import { decimal } from './decimal.ts';

/**
 * The first field of a Call resource that has a value which cannot be read, with the reason; undefined where there is
 * none. An empty field is unknown, not unreadable. Its fact would say less than Twilio does.
 */
export function faultOfCall(fields: Fields): string | undefined {
  if (!isCallStatus(fields['status'])) return 'status: not a status of calls';
  return faultIn(fields, { start_time: isTime, end_time: isTime, duration: isWhole, price: isPrice });
}

/** The same of a Recording resource. Twilio adds statuses of recordings, so that none is refused. */
export const faultOfRecording = (fields: Fields): string | undefined =>
  faultIn(fields, { start_time: isTime, duration: isWhole, price: isPrice });

type Check = { isValid: (text: string) => boolean; what: string };

const isTime: Check = { isValid: isTwilioTime, what: 'not a time' };
const isWhole: Check = { isValid: (text) => /^(?:-1|\d{1,9})$/.test(text), what: 'not a whole number' }; // -1: not known yet
const isPrice: Check = { isValid: (text) => decimal(text) !== undefined, what: 'not a number' };

function faultIn(fields: Fields, checks: Record<string, Check>): string | undefined {
  for (const [name, { isValid, what }] of Object.entries(checks)) {
    const text = nonEmpty(fields[name]);
    if (text !== undefined && !isValid(text)) return `${name}: ${what}`;
  }
}
