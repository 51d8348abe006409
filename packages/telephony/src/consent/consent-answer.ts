import { nonEmpty, type Fields } from '../callbacks/field-values.ts';

/** An answer to the question for consent; silence and unknown words are `unclear`. */
export type ConsentAnswer = 'given' | 'refused' | 'unclear';

/**
 * Parses the request of the `<Gather>` that asked for consent: key 1 or 2, or speech in any of our languages. Only a
 * plain yes is consent: yes and no together are `unclear`.
 */
export function parseConsentAnswer(fields: Fields): ConsentAnswer {
  const key = nonEmpty(fields['Digits']);
  if (key !== undefined) return KEYS.get(key) ?? 'unclear';
  const words =
    nonEmpty(fields['SpeechResult'])
      ?.toLowerCase()
      .match(/[\p{L}’']+/gu) ?? [];
  const [saysYes, saysNo] = [YES, NO].map((known) => words.some((word) => known.has(word.replaceAll('’', "'"))));
  if (saysYes === saysNo) return 'unclear';
  return saysYes ? 'given' : 'refused';
}

const KEYS: ReadonlyMap<string, ConsentAnswer> = new Map([
  ['1', 'given'],
  ['2', 'refused'],
]);

/** A line for each language. No word of the one list means the opposite in another language. */
const YES = wordsOf([
  'yes yeah yep sure okay ok agree agreed',
  'ja jawohl gerne einverstanden',
  "oui ouais d'accord accepte",
  'sí si claro acepto acuerdo vale',
]);
const NO = wordsOf([
  "no nope not don't never disagree",
  'nein nicht nee kein keine',
  'non pas refuse jamais',
  'rechazo nunca tampoco',
]);

function wordsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
