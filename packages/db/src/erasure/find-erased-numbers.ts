import { numberForms } from '@trunkline/telephony/erasure';
import { dialableNumber } from '@trunkline/telephony/numbers';
import type { Queryable } from '../connection/open-database.ts';
import { listTextColumns } from './redact-numbers.ts';

/** Digits that may be a number, in plain text or as a part of a URL; for JavaScript and Postgres. */
const DIGITS = String.raw`(?<![0-9])(?:\+|%2[Bb]|00)?([1-9][0-9]{6,14})(?![0-9])`;

/** The digits in a text that may be a number. */
export const digitsIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(DIGITS, 'g'))].map(([, digits]) => digits!);

/**
 * Finds the numbers of these digests wherever the database spells them, or `others` do, in E.164. Digests that are not spelled anywhere
 * need no erasure. What is spelled without its calling code is read as dialled in the default country; `unread` counts
 * those that are a number of no digest then.
 */
export async function findErasedNumbers(
  tx: Queryable,
  digests: readonly string[],
  others: readonly string[],
): Promise<{ numbers: string[]; unread: number }> {
  const spelled = await listKnown(tx, others, digests);
  for (const { table, columns } of await listTextColumns(tx)) {
    const texts = columns.map(({ name }) => `${name}::text`).join(', ');
    const { rows } = await tx.query<{ digits: string }>(
      `select digits from (select distinct m[1] as digits from ${table}, regexp_matches(concat_ws(' ', ${texts}), $1, 'g') m) d
      where erasure_digest(digits) in (select decode(x, 'hex') from unnest($2::text[]) x)`,
      [DIGITS, digests],
    );
    for (const { digits } of rows) spelled.add(digits);
  }
  const guesses = [...new Set([...spelled].flatMap((digits) => [`+${digits}`, dialableNumber(digits) ?? []].flat()))];
  const known = await listKnown(tx, [...new Set(guesses.flatMap(numberForms))], digests);
  const matching = guesses.filter((number) => numberForms(number).every((form) => known.has(form)));
  const national = new Set(matching.flatMap((number) => numberForms(number).slice(1)));
  const numbers = matching.filter((number) => !national.has(number.slice(1)));
  const covered = new Set(numbers.flatMap(numberForms));
  return { numbers, unread: [...spelled].filter((digits) => !covered.has(digits)).length };
}

async function listKnown(tx: Queryable, forms: readonly string[], digests: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ form: string }>(
    `select form from unnest($1::text[]) form where encode(erasure_digest(form), 'hex') = any($2::text[])`,
    [forms, digests],
  );
  return new Set(rows.map(({ form }) => form));
}
