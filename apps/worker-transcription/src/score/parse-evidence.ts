import { z } from 'zod';
import { cleanTranscript } from './clean-transcript.ts';
import { occurs } from './parse-score.ts';
import { readObject } from './read-object.ts';

/** What the reading model is asked for: it gets all that was said, and can return only quotes of it. */
export const evidenceSchema = z.object({
  evidence: z.array(z.string().max(2000)).max(16),
  insufficient_evidence: z.boolean(),
});

/** `unusable`: not an answer of the schema. `unproven`: no quote occurs in what was said. */
export type EvidenceVerdict = { verdict: 'usable'; quotes: string[] } | { verdict: 'unusable' | 'unproven' };

/** Checks the reader's quotes: only those that occur and do not address the assessor go to the judge. Pure. */
export function parseEvidence(written: string, transcript: string): EvidenceVerdict {
  const found = readObject(written, evidenceSchema);
  if (!found) return { verdict: 'unusable' };
  const given = [...new Set(found.evidence.map((quote) => quote.trim()).filter(Boolean))];
  if (found.insufficient_evidence || given.length === 0) return { verdict: 'usable', quotes: [] };
  const quotes = given.filter((quote) => occurs(quote, transcript) && cleanTranscript(quote).removed === 0);
  return quotes.length === 0 ? { verdict: 'unproven' } : { verdict: 'usable', quotes };
}
