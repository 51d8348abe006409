/** The length of the parts that words are indexed by: a search needs a word as long. */
export const GRAM_LENGTH = 4;

/** A term as the inbox is searched for it: in lower case, a phone number in any notation by its digits alone. */
export type SearchTerm = { text: string; grams: string[] };

const NUMBER = /^[+\d\s().\-/]+$/;

/** The term of a search; undefined for one without four characters in a row, which would find nearly everything. */
export function readSearchTerm(given: string): SearchTerm | undefined {
  const trimmed = given.trim().toLowerCase().replace(/\s+/g, ' ');
  const text = NUMBER.test(trimmed) ? trimmed.replace(/\D/g, '') : trimmed;
  const grams = new Set(text.split(' ').flatMap(gramsOf));
  return grams.size === 0 ? undefined : { text, grams: [...grams] };
}

/**
 * The end of a word is looked up, which is the rarest part of a phone number: with all parts of one a search took twice as
 * long.
 */
const LOOKED_UP = 6;

/** Counted in characters, as Postgres does. */
function gramsOf(word: string): string[] {
  const characters = Array.from(word).slice(-LOOKED_UP);
  return characters.slice(GRAM_LENGTH - 1).map((_, n) => characters.slice(n, n + GRAM_LENGTH).join(''));
}
