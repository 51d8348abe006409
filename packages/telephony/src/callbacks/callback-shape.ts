import type { CallbackKind } from './callback-kinds.ts';
import { fieldText, type Fields } from './field-values.ts';
import { FIELD_FORMS } from './known-fields.ts';

/**
 * Why a signed request cannot be applied: it names no call or no known status. Null: it can. Any other odd value is only
 * not read (`readFields`), and so is what a rewrite of the request under the same signature moved elsewhere.
 */
export const findShapeFault = (kind: CallbackKind, fields: Fields): string | null =>
  findSidFault(kind, fields) ?? findStatusFault(fields);

function findSidFault(kind: CallbackKind, fields: Fields): string | null {
  if (!('CallSid' in fields)) return kind === 'other' || kind === 'call-status' ? 'CallSid is missing' : null;
  const text = fieldText(fields, 'CallSid');
  if (text === undefined) return 'CallSid is empty or repeated';
  return FIELD_FORMS.CallSid.test(text) ? null : 'CallSid is malformed';
}

function findStatusFault(fields: Fields): string | null {
  if (!('CallStatus' in fields)) return null;
  const text = fieldText(fields, 'CallStatus');
  if (text === undefined) return 'CallStatus is empty or repeated';
  return FIELD_FORMS.CallStatus.test(text) ? null : 'CallStatus has an unknown value';
}
