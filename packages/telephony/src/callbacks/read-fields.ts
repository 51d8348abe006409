import { describeKind, type CallbackKind } from './callback-kinds.ts';
import { fieldText, type Fields } from './field-values.ts';
import { FIELD_FORMS, type KnownField } from './known-fields.ts';

/** Fields as text and of the right form. */
export type ReadFields = { readonly [Name in KnownField]?: string };

/** The fields of a request that its kind reads. */
export function readFields(kind: CallbackKind, fields: Fields): ReadFields {
  const read: { [Name in KnownField]?: string } = {};
  for (const name of describeKind(kind).reads) {
    const text = readField(fields, name);
    if (text !== undefined) read[name] = text;
  }
  return read;
}

export const hasRequired = (kind: CallbackKind, fields: Fields): boolean =>
  describeKind(kind).required.every((name) => readField(fields, name) !== undefined);

/** A field as text; undefined where it has another form. */
function readField(fields: Fields, name: KnownField): string | undefined {
  const text = fieldText(fields, name);
  return text !== undefined && FIELD_FORMS[name].test(text) ? text : undefined;
}
