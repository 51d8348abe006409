import { parseNumber } from '../numbers/parse-number.ts';

const SHORTEST_WITHOUT_CODE = 8;
/** Marks that people put between digits. */
const MARKS = '[ ().\\u2010-\\u2015/-]{0,3}';

/** The digits that a number is written with: with its calling code, and without where that is long enough to be unmistakable. */
export function numberForms(e164: string): string[] {
  const national = parseNumber(e164)?.nationalNumber;
  const whole = e164.replace('+', '');
  return national !== undefined && national.length >= SHORTEST_WITHOUT_CODE && national !== whole
    ? [whole, national]
    : [whole];
}

/**
 * A regular expression, for JavaScript and Postgres, that finds these numbers in text: in any notation, with a `+` or the
 * `%2B` of a URL or without. Digits that go on before or after are another number.
 */
export function numberPattern(numbers: readonly string[]): string {
  const forms = numbers.flatMap((number) => {
    const [whole, national] = numberForms(number) as [string, string?];
    const spaced = (digits: string) => digits.split('').join(MARKS);
    const withCode = `(?:(?:\\+|%2[Bb]|00)${MARKS})?${spaced(whole)}`;
    return national === undefined ? [withCode] : [withCode, `(?:\\(|0)?${spaced(national)}`];
  });
  return `(?<![0-9])(?<!\\+[0-9]{1,3}[ (.-]{0,2})(?:${forms.join('|')})(?![0-9])`;
}
