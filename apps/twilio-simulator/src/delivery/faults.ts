import type { Random } from '../random.ts';
import { asksForTwiml, type CallbackKind } from './callback.ts';

/** Probabilities from 0 to 1, drawn for each callback. */
export interface FaultRates {
  drop: number;
  duplicate: number;
  reorder: number;
  delay: number;
  forge: number;
  slow: number;
  unanswered: number;
}

export type FaultName = keyof FaultRates;
export const faultNames = [
  'drop',
  'duplicate',
  'reorder',
  'delay',
  'forge',
  'slow',
  'unanswered',
] as const satisfies FaultName[];

/** Faults of a signature, which no load draws: another token, or the URL with `http` for `https`. */
export const signatureFaults = ['wrong-token', 'wrong-scheme'] as const;
export type AimedFaultName = FaultName | (typeof signatureFaults)[number];

/** The faults of one callback. */
export interface CallbackFaults {
  names: readonly AimedFaultName[];
  delayMs: number;
  /** When the duplicate is sent: with the first copy, or some milliseconds after its answer. */
  copyAfterMs: number | 'at-once';
  forgery: 'tampered' | 'wrong-token' | 'unsigned';
}

/** Draws all faults, even those with rate 0: so changing one rate leaves the other faults of the same seed as they are. */
export function drawFaults(random: Random, rates: FaultRates, kind: CallbackKind): CallbackFaults {
  const drawn = faultNames.filter((name) => name !== 'unanswered' && random.chance(rates[name]));
  const details = {
    delayMs: random.integer(1000, 6000),
    copyAfterMs: random.chance(0.5) ? ('at-once' as const) : random.integer(1, 500),
    forgery: random.pick(['tampered', 'wrong-token', 'unsigned'] as const),
  };
  // Drawn last, as it was added last: old seeds keep their other faults.
  if (random.chance(rates.unanswered)) drawn.push('unanswered');
  const names = possibleFor(kind, drawn);
  return { names: names.includes('drop') ? ['drop'] : names, ...details };
}

/** Requests for TwiML are neither lost nor late, because the call waits for their answers. */
export const possibleFor = <F extends AimedFaultName>(kind: CallbackKind, names: readonly F[]): readonly F[] =>
  asksForTwiml(kind) ? names.filter((name) => !neverForTwiml.has(name)) : names;

const neverForTwiml: ReadonlySet<AimedFaultName> = new Set(['drop', 'reorder', 'delay', 'unanswered']);
