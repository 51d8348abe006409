import { hash } from 'node:crypto';
import { describeKind, type CallbackKind } from './callback-kinds.ts';
import { fieldText, type Fields } from './field-values.ts';

const HASH_DIGITS = 24;

/**
 * The name of a fact, such as `call:CA…:completed:3:5f0c…`: readable first, then 96 bits over every parameter, so that
 * two deliveries of one fact (a retry carries the same parameters) share it and two different facts never do.
 * `content` is all parameters of body and query, written so that no two different sets are written alike. Headers are
 * no part of it, as they are not signed. At most 255 characters.
 */
export function dedupeKey(kind: CallbackKind, fields: Fields, content: string): string {
  const { word, fields: names } = describeKind(kind).key;
  let key = word;
  for (const name of names) key += `:${fieldText(fields, name)?.slice(0, 64).toWellFormed() ?? '-'}`;
  return `${key}:${hash('sha256', content, 'hex').slice(0, HASH_DIGITS)}`;
}
