import { isUtf8 } from 'node:buffer';
import { storableBytes, storableText } from '@trunkline/telephony/callbacks';
import type { Pair } from '@trunkline/twilio';

/** A form or JSON object that fits into `jsonb`; `escaped` names the fields that hold escapes where bytes were not storable. */
export type DecodedFields = { fields: Record<string, unknown>; escaped: string[] };

/** An object without inherited names, so that a field may have any name; unlike `Object.create(null)` it is fast. */
const Bare = function () {} as unknown as new () => Record<string, unknown>;
Bare.prototype = Object.create(null) as object;

/** Repeated names become arrays. `isPlain` says that the bytes are ASCII without NUL, and so are text already. */
export function decodePairs(pairs: readonly Pair[], isPlain: boolean): DecodedFields {
  const fields = new Bare();
  const escaped: string[] = [];
  for (const [name, value] of pairs) {
    if (isPlain) addField(fields, name, value);
    else addBytes(fields, escaped, name, value);
  }
  return { fields, escaped };
}

function addField(fields: Record<string, unknown>, name: string, value: string): void {
  const known = fields[name];
  fields[name] = known === undefined ? value : [known, value].flat();
}

function addBytes(fields: Record<string, unknown>, escaped: string[], nameBytes: string, valueBytes: string): void {
  const [name, value] = [storableBytes(nameBytes), storableBytes(valueBytes)];
  addField(fields, name.text, value.text);
  if (name.isEscaped || value.isEscaped) escaped.push(name.text);
}

// oxlint-disable-next-line no-control-regex -- NUL is what this is about
const UNUSUAL = /%(?:00|[89A-Fa-f])|[^\u0001-\u007f]/;

/** True for a form that holds nothing but ASCII without NUL, as nearly all of Twilio's do. */
export const isPlainForm = (body: string): boolean => !UNUSUAL.test(body);

/** A JSON body; null where it is no JSON object. Bytes that are no UTF-8 become U+FFFD, flagged as `(body)`. */
export function decodeJson(body: Buffer): DecodedFields | null {
  const escaped: string[] = isUtf8(body) ? [] : ['(body)'];
  const clean = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => clean(item, path));
    if (typeof value === 'object' && value !== null) return cleanObject(value, path);
    if (typeof value !== 'string') return value;
    const { text, isEscaped } = storableText(value);
    if (isEscaped) escaped.push(path);
    return text;
  };
  const cleanObject = (value: object, path: string): Record<string, unknown> => {
    const fields = new Bare();
    for (const [name, item] of Object.entries(value))
      fields[storableText(name).text] = clean(item, path || storableText(name).text);
    return fields;
  };
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return { fields: cleanObject(value, ''), escaped };
  } catch {
    return null;
  }
}
