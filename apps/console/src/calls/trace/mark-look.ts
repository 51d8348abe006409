import type { Tone } from '../../parts/tone.ts';
import type { Mark, Missing } from './trace-query.ts';

/** `dot`: came in time. `ring`: it came again. `hollow`: something is wrong with it. `diamond`: what Twilio’s REST API said. */
export type Shape = 'dot' | 'ring' | 'hollow' | 'diamond' | 'square';
export type Look = { words: string; tone: Tone; shape: Shape };

/** How each mark is drawn and named. The compiler asks for a new one. */
const LOOKS: Readonly<Record<Mark['what'], Look>> = {
  received: { words: 'applied', tone: 'live', shape: 'dot' },
  duplicate: { words: 'duplicate', tone: 'idle', shape: 'ring' },
  late: { words: 'late', tone: 'warn', shape: 'hollow' },
  reordered: { words: 'out of order', tone: 'warn', shape: 'dot' },
  superseded: { words: 'superseded', tone: 'idle', shape: 'dot' },
  fetched: { words: 'fetched from Twilio', tone: 'ring', shape: 'diamond' },
  healed: { words: 'healed', tone: 'warn', shape: 'diamond' },
  missing: { words: 'missing', tone: 'bad', shape: 'hollow' },
  expected: { words: 'expected', tone: 'idle', shape: 'hollow' },
  ordered: { words: 'asked of Twilio', tone: 'ring', shape: 'square' },
  pending: { words: 'waits to be applied', tone: 'ring', shape: 'dot' },
  failed: { words: 'is tried again', tone: 'warn', shape: 'hollow' },
  dead: { words: 'dead letter', tone: 'bad', shape: 'hollow' },
  quarantined: { words: 'quarantined', tone: 'bad', shape: 'hollow' },
  discarded: { words: 'discarded', tone: 'idle', shape: 'hollow' },
  asked: { words: 'asked of Twilio', tone: 'ring', shape: 'square' },
};

/** A newer server may know more. */
export const lookOf = ({ what }: Pick<Mark, 'what'>): Look =>
  LOOKS[what] ?? { words: what, tone: 'idle', shape: 'dot' };

/** How an expected callback that did not come in time is shown. */
export function lookOfMissing({ outcome, arrived_at }: Pick<Missing, 'outcome' | 'arrived_at'>): Look {
  if (outcome === 'healed') return { words: 'never came, healed', tone: 'warn', shape: 'hollow' };
  if (outcome === 'awaited') return { words: 'may still come', tone: 'idle', shape: 'hollow' };
  if (arrived_at !== null) return { words: 'came late', tone: 'warn', shape: 'hollow' };
  return { words: 'missing', tone: 'bad', shape: 'hollow' };
}

/** The name of a callback without the SID of its recording, which has a lane of its own. */
export const shortName = (name: string): string => name.replace(/^(recording|transcription) RE[\da-f]{32} /i, '$1 ');

/** A mark that a person may want to look at. */
export const isFinding = (mark: Mark): boolean => !['received', 'superseded', 'fetched'].includes(mark.what);
