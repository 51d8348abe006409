import { z } from 'zod';
import { plainWords } from './plain-words.ts';
import { readObject, withoutReasoning } from './read-object.ts';

/** What the judging model is asked for. */
export const scoreSchema = z.object({
  score: z.number().int().min(0).max(10).nullable(),
  feedback: z.string().trim().min(1).max(2000),
  evidence: z.array(z.string().max(1000)).max(8),
  insufficient_evidence: z.boolean(),
});

export type ParsedScore = { score: number | null; feedback: string; evidence: string[]; insufficientEvidence: boolean };

/** `unusable`: not an answer of the schema. `unproven`: a quote does not occur in what was said. */
export type ScoreVerdict = { verdict: 'usable'; score: ParsedScore } | { verdict: 'unusable' | 'unproven' };

const MIN_WORDS = 3;
const LEAKED_WORDS = 8;

/** Parses and checks what a model wrote about a transcript. Pure: a recorded answer always gives the same result. */
export function parseScore(
  written: string,
  transcript: string,
  prompt: { text: string; canary: string },
): ScoreVerdict {
  const found = readObject(written, scoreSchema);
  if (!found || leaksPrompt(withoutReasoning(written), prompt)) return { verdict: 'unusable' };
  const { score, feedback, evidence, insufficient_evidence } = found;
  if (insufficient_evidence)
    return { verdict: 'usable', score: { score: null, feedback, evidence: [], insufficientEvidence: true } };
  if (score === null) return { verdict: 'unusable' };
  const quotes = evidence.map((quote) => quote.trim()).filter(Boolean);
  if (quotes.length === 0 || !quotes.every((quote) => occurs(quote, transcript))) return { verdict: 'unproven' };
  return { verdict: 'usable', score: { score, feedback, evidence: quotes, insufficientEvidence: false } };
}

/** True where a quote's words occur in a row, whatever their case, accents and punctuation. */
export function occurs(quote: string, transcript: string): boolean {
  const [words, said] = [plainWords(quote), plainWords(transcript)];
  return words.split(' ').length >= MIN_WORDS && ` ${said} `.includes(` ${words} `);
}

/** True where a text contains the canary or eight words of the prompt in a row: its model was made to repeat the prompt. */
export function leaksPrompt(text: string, prompt: { text: string; canary: string }): boolean {
  const said = ` ${plainWords(text)} `;
  if (said.replaceAll(' ', '').includes(plainWords(prompt.canary).replaceAll(' ', ''))) return true;
  const words = plainWords(prompt.text).split(' ');
  return words.some(
    (_, at) => at + LEAKED_WORDS <= words.length && said.includes(` ${words.slice(at, at + LEAKED_WORDS).join(' ')} `),
  );
}
