import { z } from 'zod';
import { leaksPrompt } from './leaks-prompt.ts';
import { plainWords } from './plain-words.ts';

/** What a model is asked for. */
export const scoreSchema = z.object({
  score: z.number().int().min(0).max(10).nullable(),
  feedback: z.string().trim().min(1).max(2000),
  evidence: z.array(z.string().max(1000)).max(8),
  insufficient_evidence: z.boolean(),
});

export type JudgedScore = { score: number | null; feedback: string; evidence: string[]; insufficientEvidence: boolean };

/** `unusable` is no answer at all, `unproven` one whose quotes do not occur in what was said. */
export type ScoreVerdict = { verdict: 'usable'; score: JudgedScore } | { verdict: 'unusable' | 'unproven' };

const MIN_WORDS = 3;

/** Judges what a model wrote about a transcript. Pure: an answer that was kept is judged again in the same way. */
export function judgeScore(
  written: string,
  transcript: string,
  prompt: { text: string; canary: string },
): ScoreVerdict {
  const parsed = scoreSchema.safeParse(parseJson(written));
  if (!parsed.success || leaksPrompt(written, prompt)) return { verdict: 'unusable' };
  const { score, feedback, evidence, insufficient_evidence } = parsed.data;
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

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
