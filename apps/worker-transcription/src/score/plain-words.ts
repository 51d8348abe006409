/** Letters of other scripts that look like Latin ones. */
const LOOKALIKES: Record<string, string> = Object.fromEntries(
  [...'аaеeоoрpсcхxуyіiјjѕsԁdһhкkмmнhтtвbαaεeοoρpιiνvτtκkυu'.matchAll(/(.)(.)/gu)].map(([, from, to]) => [from!, to!]),
);
const DIGIT_LETTERS: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };

/**
 * Text as plain words for comparing: lower case, no accents, no invisible characters, one space between words. Punctuation
 * is kept by itself only where `keep` names it.
 */
export function plainWords(text: string, keep = ''): string {
  const kept = new Set(keep);
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Cc}]/gu, (char) => (/\s/.test(char) ? ' ' : ''))
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]/gu, (char) => (kept.has(char) ? ` ${char} ` : char === "'" || char === '’' ? '' : ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The same with disguises undone: look-alike letters, digits inside words, words spelled letter by letter. */
export function undisguise(text: string): string {
  const latin = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/./gsu, (char) => LOOKALIKES[char] ?? char);
  const spelled = latin.replaceAll(/[\p{L}\d@$]+/gu, (word) =>
    /\p{L}/u.test(word) ? word.replaceAll(/[013457@$]/g, (char) => DIGIT_LETTERS[char] ?? char) : word,
  );
  return plainWords(spelled, ':<>[]{}#=').replaceAll(/(?<![\p{L}\d])(?:\p{L} ){3,}\p{L}(?![\p{L}\d])/gu, (letters) =>
    letters.replaceAll(' ', ''),
  );
}
