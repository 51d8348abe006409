import { z } from 'zod';
import { cleanTranscript } from './clean-transcript.ts';
import { occurs, parseJson } from './parse-score.ts';

/** What the reading model is asked for: it gets all that was said, and can return only quotes of it. */
export const evidenceSchema = z.object({
  evidence: z.array(z.string().max(2000)).max(16),
  insufficient_evidence: z.boolean(),
});

/** `unusable`: not an answer of the schema. `unproven`: no quote occurs in what was said. */
export type EvidenceVerdict = { verdict: 'usable'; quotes: string[] } | { verdict: 'unusable' | 'unproven' };

/** Checks the reader's quotes: only those that occur and do not address the assessor go to the judge. Pure. */
export function parseEvidence(written: string, transcript: string): EvidenceVerdict {
  const parsed = evidenceSchema.safeParse(parseJson(written));
  if (!parsed.success) return { verdict: 'unusable' };
  const given = [...new Set(parsed.data.evidence.map((quote) => quote.trim()).filter(Boolean))];
  if (parsed.data.insufficient_evidence || given.length === 0) return { verdict: 'usable', quotes: [] };
  const quotes = given.filter((quote) => occurs(quote, transcript) && cleanTranscript(quote).removed === 0);
  return quotes.length === 0 ? { verdict: 'unproven' } : { verdict: 'usable', quotes };
}
