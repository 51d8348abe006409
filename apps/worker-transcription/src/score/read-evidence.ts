import { z } from 'zod';
import { cleanTranscript } from './clean-transcript.ts';
import { occurs, parseJson } from './judge-score.ts';

/** What the reader is asked for: it sees all that was said, and can say nothing but that. */
export const evidenceSchema = z.object({
  evidence: z.array(z.string().max(2000)).max(16),
  insufficient_evidence: z.boolean(),
});

/** `unusable` is no answer at all, `unproven` one whose quotes do not occur in what was said. */
export type EvidenceVerdict = { verdict: 'usable'; quotes: string[] } | { verdict: 'unusable' | 'unproven' };

/** Judges what the reader picked out: only what occurs and does not speak to the assessor goes to the judge. Pure. */
export function readEvidence(written: string, transcript: string): EvidenceVerdict {
  const parsed = evidenceSchema.safeParse(parseJson(written));
  if (!parsed.success) return { verdict: 'unusable' };
  const given = [...new Set(parsed.data.evidence.map((quote) => quote.trim()).filter(Boolean))];
  if (parsed.data.insufficient_evidence || given.length === 0) return { verdict: 'usable', quotes: [] };
  const quotes = given.filter((quote) => occurs(quote, transcript) && cleanTranscript(quote).removed === 0);
  return quotes.length === 0 ? { verdict: 'unproven' } : { verdict: 'usable', quotes };
}
