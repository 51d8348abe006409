import { GOES_ON_WITH_IT, IS_ENCODED, SPEAKS_TO_THE_ASSESSOR } from './injection-patterns.ts';
import { undisguise } from './plain-words.ts';

export type CleanTranscript = {
  /** What is assessed. */
  text: string;
  /** How many pieces were taken out because they speak to whoever assesses. */
  removed: number;
};

type Piece = { text: string; sentence: number; isBad: boolean };

const SENTENCE_END = /(?<=[.!?…。]["'”’)\]]*|[>\]}])\s+|\n+/u;
const CLAUSE_END = /(?<=[,;:–—])\s+|\s+-\s+/u;
const OF_ONESELF = /\b(?:i|we|our|us|ich|wir|uns|unser\w*|je|nous|notre|nos|yo|nosotros|nuestr\w+)\b/iu;
const TO_SOMEBODY = /\b(?:you|your|yours|du|dir|dich|dein\w*|sie|ihnen|ihr\w*|tu|te|toi|vous|votre|usted|tú|ti)\b/iu;

/** How many pieces on from one that was taken out another may go with it. */
const REACH = 3;
/** A transcript that goes on for longer says no more about a question. */
const MAX_CHARACTERS = 24_000;

/**
 * A transcript without what speaks to the assessor. Such sentences never reach a model, so what they ask for cannot change
 * a score: the rest is scored as if they had not been said. Of a long sentence only the clauses concerned go.
 */
export function cleanTranscript(transcript: string): CleanTranscript {
  const sentences = split(transcript.slice(0, MAX_CHARACTERS), SENTENCE_END);
  const pieces = sentences.flatMap((sentence, n) => judgeSentence(sentence, n));
  judgeNeighbours(pieces);
  spread(pieces);
  const kept = pieces.filter((piece) => !piece.isBad);
  return { text: join(kept), removed: pieces.length - kept.length };
}

/** Of a bad sentence only what the speaker says of themselves, to nobody, may stay. */
function judgeSentence(sentence: string, n: number): Piece[] {
  if (!isBad(sentence)) return [{ text: sentence, sentence: n, isBad: false }];
  const clauses = split(sentence, CLAUSE_END).map((text) => ({ text, isBad: isBad(text) }));
  const isOneThought = !clauses.some((clause) => clause.isBad);
  return clauses.map(({ text, isBad: isBadAlone }) => ({
    text,
    sentence: n,
    isBad: isBadAlone || isOneThought || !OF_ONESELF.test(text) || TO_SOMEBODY.test(text),
  }));
}

/** An order may be spoken in pieces that are harmless one by one. */
function judgeNeighbours(pieces: readonly Piece[]): void {
  const rest = pieces.filter((piece) => !piece.isBad);
  for (const [n, piece] of rest.entries()) {
    const next = rest[n + 1];
    if (next && isBad(`${piece.text} ${next.text}`.replaceAll(/[.!?]+/g, ' '))) piece.isBad = next.isBad = true;
  }
}

/** What follows and goes on with it goes too, from piece to piece. */
function spread(pieces: Piece[]): void {
  let last = -Infinity;
  for (const [n, piece] of pieces.entries()) {
    if (!piece.isBad && n - last <= REACH && GOES_ON_WITH_IT.test(undisguise(piece.text))) piece.isBad = true;
    if (piece.isBad) last = n;
  }
}

function isBad(text: string): boolean {
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

/** What is left of a sentence whose end was taken out still ends. */
function join(kept: readonly Piece[]): string {
  return kept
    .map(({ text, sentence }, n) => (kept[n + 1]?.sentence === sentence ? text : text.replace(/\s*[,;:–—]$/u, '.')))
    .join(' ');
}
