import type { Random } from '../random.ts';
import { asksForTwiml, type CallbackKind } from './callback.ts';

/** Each a probability from 0 to 1, drawn for every callback on its own. */
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

/** The misfortunes of one callback. */
export interface CallbackFaults {
  names: readonly FaultName[];
  delayMs: number;
  /** A second copy at the same moment, or some milliseconds after the first one was answered. */
  copyAfterMs: number | 'at-once';
  forgery: 'tampered' | 'wrong-token' | 'unsigned';
}

/**
 * Draws everything, wanted or not: raising one rate leaves the other faults of the same seed where they were.
 * What asks for TwiML is part of a conversation and can neither be lost nor come late.
 */
export function drawFaults(random: Random, rates: FaultRates, kind: CallbackKind): CallbackFaults {
  const drawn = faultNames.filter((name) => name !== 'unanswered' && random.chance(rates[name]));
  const details = {
    delayMs: random.integer(1000, 6000),
    copyAfterMs: random.chance(0.5) ? ('at-once' as const) : random.integer(1, 500),
    forgery: random.pick(['tampered', 'wrong-token', 'unsigned'] as const),
  };
  // Came later than the others, so it is drawn after them: old seeds keep what they had.
  if (random.chance(rates.unanswered)) drawn.push('unanswered');
  const names = asksForTwiml(kind) ? drawn.filter((name) => !neverForTwiml.has(name)) : drawn;
  return { names: names.includes('drop') ? ['drop'] : names, ...details };
}

const neverForTwiml: ReadonlySet<FaultName> = new Set(['drop', 'reorder', 'delay', 'unanswered']);
