import type { gap, gapsPage } from '@trunkline/api-contract/reconciliation';
import type { output } from 'zod';
import type { Tone } from '../parts/tone.ts';

export type GapsPage = output<typeof gapsPage>;
export type Gap = output<typeof gap>;
export type GapState = Gap['state'];
export type GapClass = Gap['class'];

type Shown = { words: string; tone: Tone };

export const GAP_STATE_WORDS: Readonly<Record<GapState, Shown>> = {
  open: { words: 'Open', tone: 'warn' },
  ignored: { words: 'Ignored', tone: 'idle' },
  healed: { words: 'Healed', tone: 'live' },
};
export const GAP_STATES = Object.keys(GAP_STATE_WORDS) as GapState[];

/** Why a callback is missing, as far as that is known. */
export const GAP_CLASS_WORDS: Readonly<Record<GapClass, string>> = {
  never_sent: 'Twilio never sent it',
  we_failed: 'We did not accept it',
  acked_but_absent: 'Acknowledged, but absent',
  unknown: 'Cause not known yet',
};
export const GAP_CLASSES = Object.keys(GAP_CLASS_WORDS) as GapClass[];
