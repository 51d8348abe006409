import { describeKind, type CallbackKind } from './callback-kinds.ts';
import type { Fields } from './field-values.ts';
import { KNOWN_FIELDS, KNOWN_PARAMETERS } from './known-fields.ts';
import { findRewrite, type SignedRequest } from './rewritten-request.ts';

/** Why a signed request cannot be what Twilio sent: a field's value, a missing field, or traces of a rewrite. Null: it can. */
export const findShapeFault = (kind: CallbackKind, request: SignedRequest & { query: Fields }): string | null =>
  findInvalidValue(request.fields, KNOWN_FIELDS) ??
  findInvalidValue(request.query, KNOWN_PARAMETERS) ??
  findMissingField(kind, request.fields) ??
  findRewrite(request);

function findInvalidValue(fields: Fields, known: typeof KNOWN_FIELDS): string | null {
  for (const name in fields) {
    const check = known.get(name);
    if (check === undefined) continue;
    const value = fields[name];
    if (typeof value !== 'string') return `${name} is repeated or not text`;
    if (!check.test(value)) return `${name} has an impossible value`;
  }
  return null;
}

function findMissingField(kind: CallbackKind, fields: Fields): string | null {
  for (const name of describeKind(kind).required) if (!(name in fields)) return `${name} is missing`;
  return null;
}
