import type { CallbackKind } from './callback-kinds.ts';
import { fieldText, type Fields } from './field-values.ts';
import { FIELD_FORMS } from './known-fields.ts';
import { findRewrite } from './rewritten-request.ts';

export type ReceivedForm = {
  fields: Fields;
  /** Path and query as received. */
  rawTarget: string;
};

/**
 * Why a signed request is not believed: it names no call or no known status, or shows traces of a rewrite. Null: it is.
 * Any other odd value is only not read.
 */
export const findShapeFault = (kind: CallbackKind, request: ReceivedForm): string | null =>
  findSidFault(kind, request.fields) ?? findStatusFault(request.fields) ?? findRewrite(request);

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
