import { InvalidOptionError } from '../invalid-option.ts';
import { type Candidate, createCandidate } from './candidate.ts';
import { isScript, type Script, scriptOf, scripts } from './script.ts';

/** Everybody who can be called: by number, each with a script. */
export interface Candidates {
  answering(number: string, seed: number): Candidate;
  /** Gives a number another script than its digits would. Throws `InvalidOptionError`. */
  assign(given: unknown): { number: string; script: Script };
  list(): { number: string; script: Script }[];
}

export function createCandidates(): Candidates {
  const assigned = new Map<string, Script>();
  return {
    answering: (number, seed) => createCandidate(assigned.get(number) ?? scriptOf(number), number, seed),
    assign(given) {
      const { number, script } = (given ?? {}) as Record<string, unknown>;
      if (typeof number !== 'string' || number === '') throw new InvalidOptionError('number must be a phone number');
      if (!isScript(script))
        throw new InvalidOptionError(`script must be one of ${scripts.join(', ')}, hangs-up-at-1 to hangs-up-at-9`);
      assigned.set(number, script);
      return { number, script };
    },
    list: () => Array.from(assigned, ([number, script]) => ({ number, script })),
  };
}
