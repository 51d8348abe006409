import { z } from 'zod';
import { cleanTranscript } from '../score/clean-transcript.ts';
import { leaksPrompt } from '../score/parse-score.ts';
import { readObject, withoutReasoning } from '../score/read-object.ts';

const sentences = z.array(z.string().trim().min(1).max(400)).max(5);

/** What a model is asked for about a whole interview. Its own overall score makes it weigh all answers; it is not used. */
export const resultSchema = z.object({
  overall_score: z.number(),
  strengths: sentences,
  areas_for_improvement: sentences,
});

export type ParsedResult = { strengths: string[]; areasForImprovement: string[] };

/** What a model wrote about an interview; undefined where it is unusable. Sentences that address the assessor are dropped. */
export function parseResult(written: string, prompt: { text: string; canary: string }): ParsedResult | undefined {
  const found = readObject(written, resultSchema);
  if (!found || leaksPrompt(withoutReasoning(written), prompt)) return undefined;
  const harmless = (list: string[]) => list.filter((sentence) => cleanTranscript(sentence).removed === 0);
  return {
    strengths: harmless(found.strengths),
    areasForImprovement: harmless(found.areas_for_improvement),
  };
}
