import type { Random } from '../random.ts';
import { isTerminal } from '../truth/call-record.ts';
import { asksForTwiml, type Callback, type CallbackKind } from './callback.ts';

/** Probabilities from 0 to 1, drawn for each callback. */
export interface FaultRates {
  drop: number;
  duplicate: number;
  reorder: number;
  delay: number;
  forge: number;
  slow: number;
  unanswered: number;
  /** Loses the callback of the end of a leg, and no other. */
  dropEnd: number;
}

export type FaultName = keyof FaultRates;
/** The two behind them were added later and are drawn last: old seeds keep their other faults. */
const drawnFirst = ['drop', 'duplicate', 'reorder', 'delay', 'forge', 'slow'] as const;
export const faultNames = [...drawnFirst, 'unanswered', 'dropEnd'] as const satisfies FaultName[];

/** Faults of a signature, which no load draws: another token, or the URL with `http` for `https`. */
const signatureFaults = ['wrong-token', 'wrong-scheme'] as const;
/** `dropEnd` chooses its callbacks itself: aimed at one, it is `drop`. */
export const aimedFaultNames = [...drawnFirst, 'unanswered', ...signatureFaults] as const;
export type AimedFaultName = (typeof aimedFaultNames)[number];

/** The faults of one callback. */
export interface CallbackFaults {
  names: readonly AimedFaultName[];
  delayMs: number;
  /** When the duplicate is sent: with the first copy, or some milliseconds after its answer. */
  copyAfterMs: number | 'at-once';
  forgery: 'tampered' | 'wrong-token' | 'unsigned';
}

/** Draws all faults, even those with rate 0: so changing one rate leaves the other faults of the same seed as they are. */
export function drawFaults(
  random: Random,
  rates: FaultRates,
  { kind, params }: Pick<Callback, 'kind' | 'params'>,
): CallbackFaults {
  const drawn: AimedFaultName[] = drawnFirst.filter((name) => random.chance(rates[name]));
  const details = {
    delayMs: random.integer(1000, 6000),
    copyAfterMs: random.chance(0.5) ? ('at-once' as const) : random.integer(1, 500),
    forgery: random.pick(['tampered', 'wrong-token', 'unsigned'] as const),
  };
  if (random.chance(rates.unanswered)) drawn.push('unanswered');
  const isEnd = kind === 'status' && isTerminal(params['CallStatus'] ?? '');
  if (rates.dropEnd > 0 && isEnd && random.chance(rates.dropEnd)) drawn.push('drop');
  const names = possibleFor(kind, drawn);
  return { names: names.includes('drop') ? ['drop'] : names, ...details };
}

/** Requests for TwiML are neither lost nor late, because the call waits for their answers. */
export const possibleFor = <F extends AimedFaultName>(kind: CallbackKind, names: readonly F[]): readonly F[] =>
  asksForTwiml(kind) ? names.filter((name) => !neverForTwiml.has(name)) : names;

const neverForTwiml: ReadonlySet<AimedFaultName> = new Set(['drop', 'reorder', 'delay', 'unanswered']);
