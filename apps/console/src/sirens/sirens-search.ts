import { WINDOWS, type Window } from '../calls/calls-search.ts';
import { oneOf, readSearch, text } from '../search-params.ts';

/** How a closed siren ended. */
export const OUTCOMES = ['resolved', 'false_alarm'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** State of the screen of sirens, which its address holds. */
export type SirensSearch = {
  /** Id of the siren that is selected. */
  siren?: string | undefined;
  outcome?: Outcome | undefined;
  /** How far back the history goes; by default 30 days. */
  window?: Window | undefined;
};

export const DEFAULT_HISTORY: Window = '30d';

export const readSirensSearch = readSearch<SirensSearch>({
  siren: text(18),
  outcome: oneOf(OUTCOMES),
  window: oneOf(WINDOWS),
});
