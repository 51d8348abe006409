import { GOES_ON_WITH_IT, IS_ENCODED, SPEAKS_TO_THE_ASSESSOR } from './injection-patterns.ts';
import { undisguise } from './plain-words.ts';

export type CleanTranscript = {
  /** The text to assess. */
  text: string;
  /** The number of pieces that were removed because they address the assessor. */
  removed: number;
};

type Piece = { text: string; sentence: number; isInjection: boolean };

const SENTENCE_END = /(?<=[.!?…。]["'”’)\]]*|[>\]}])\s+|\n+/u;
const CLAUSE_END = /(?<=[,;:–—])\s+|\s+-\s+/u;
const FIRST_PERSON = /\b(?:i|we|our|us|ich|wir|uns|unser\w*|je|nous|notre|nos|yo|nosotros|nuestr\w+)\b/iu;
const SECOND_PERSON = /\b(?:you|your|yours|du|dir|dich|dein\w*|sie|ihnen|ihr\w*|tu|te|toi|vous|votre|usted|tú|ti)\b/iu;

/** How many pieces after a removed one may be removed with it. */
const REACH = 3;
/** Longer transcripts are cut: the rest says no more about a question. */
const MAX_CHARACTERS = 24_000;

/**
 * A transcript without what addresses the assessor. Such sentences never reach a model, so what they ask for cannot change
 * a score: the rest is scored as if they had not been said. Of a long sentence only the clauses concerned are removed.
 */
export function cleanTranscript(transcript: string): CleanTranscript {
  const sentences = split(transcript.slice(0, MAX_CHARACTERS), SENTENCE_END);
  const pieces = sentences.flatMap((sentence, n) => checkSentence(sentence, n));
  checkNeighbours(pieces);
  spread(pieces);
  const kept = pieces.filter((piece) => !piece.isInjection);
  return { text: join(kept), removed: pieces.length - kept.length };
}

/** Splits an injection into clauses: only those in the first person that address no second one stay. */
function checkSentence(sentence: string, n: number): Piece[] {
  if (!isInjection(sentence)) return [{ text: sentence, sentence: n, isInjection: false }];
  const clauses = split(sentence, CLAUSE_END).map((text) => ({ text, isAlone: isInjection(text) }));
  const isOneThought = !clauses.some((clause) => clause.isAlone);
  return clauses.map(({ text, isAlone }) => ({
    text,
    sentence: n,
    isInjection: isAlone || isOneThought || !FIRST_PERSON.test(text) || SECOND_PERSON.test(text),
  }));
}

/** An injection may be spoken in pieces that are harmless one by one. */
function checkNeighbours(pieces: readonly Piece[]): void {
  const rest = pieces.filter((piece) => !piece.isInjection);
  for (const [n, piece] of rest.entries()) {
    const next = rest[n + 1];
    if (next && isInjection(`${piece.text} ${next.text}`.replaceAll(/[.!?]+/g, ' ')))
      piece.isInjection = next.isInjection = true;
  }
}

/** Removes what continues an injection too, from piece to piece. */
function spread(pieces: Piece[]): void {
  let last = -Infinity;
  for (const [n, piece] of pieces.entries()) {
    if (!piece.isInjection && n - last <= REACH && GOES_ON_WITH_IT.test(undisguise(piece.text)))
      piece.isInjection = true;
    if (piece.isInjection) last = n;
  }
}

function isInjection(text: string): boolean {
  if (IS_ENCODED.test(text)) return true;
  const words = undisguise(text);
  const backwards = Array.from(words).toReversed().join('');
  return SPEAKS_TO_THE_ASSESSOR.some((pattern) => pattern.test(words) || pattern.test(backwards));
}

const split = (text: string, at: RegExp): string[] =>
  text
    .split(at)
    .map((part) => part.trim())
    .filter(Boolean);

/** A sentence whose end was removed gets a full stop. */
function join(kept: readonly Piece[]): string {
  return kept
    .map(({ text, sentence }, n) => (kept[n + 1]?.sentence === sentence ? text : text.replace(/\s*[,;:–—]$/u, '.')))
    .join(' ');
}
