import { anyOf, oneOf, readSearch, text } from '../search-params.ts';
import { CALL_STATUSES, DIRECTIONS, type Direction } from './call-status.ts';
import type { CallSort, CallStatus } from './call.ts';

export const WINDOWS = ['1h', '24h', '7d', '30d', 'all'] as const;
export type Window = (typeof WINDOWS)[number];
export const DEFAULT_WINDOW: Window = '24h';

const SORTS = ['-started_at', 'started_at', '-duration', 'duration'] as const satisfies readonly CallSort[];
export const DEFAULT_SORT: CallSort = '-started_at';

/** What a call may have that most have not. */
export const EXTRAS = ['recording', 'gap', 'siren'] as const;
export type Extra = (typeof EXTRAS)[number];
export const EXTRA_WORDS: Readonly<Record<Extra, string>> = {
  recording: 'With a recording',
  gap: 'With a missing callback',
  siren: 'With a siren',
};

/** State of the table of calls, which its address holds. */
export type CallsSearch = {
  /** Part of a number, a name or a SID. */
  q?: string | undefined;
  status?: CallStatus[] | undefined;
  direction?: Direction[] | undefined;
  number?: string | undefined;
  /** Only calls with all of these. */
  with?: Extra[] | undefined;
  sort?: CallSort | undefined;
  /** Ids of the columns that are shown, where they are not the usual ones. */
  columns?: string | undefined;
  /** How far back; by default 24 hours. */
  window?: Window | undefined;
  /** Id or SID of the call that is open next to the table. */
  selected?: string | undefined;
};

export const readCallsSearch = readSearch<CallsSearch>({
  q: text(100),
  status: anyOf(CALL_STATUSES),
  direction: anyOf(DIRECTIONS),
  number: text(40),
  with: anyOf(EXTRAS),
  sort: oneOf(SORTS),
  columns: text(200),
  window: oneOf(WINDOWS),
  selected: text(100),
});

const HOURS: Readonly<Record<Window, number | null>> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720, all: null };

/** Each order as a person says it. */
export const SORT_WORDS: Readonly<Record<CallSort, string>> = {
  '-started_at': 'the latest first',
  started_at: 'the earliest first',
  '-duration': 'the longest first',
  duration: 'the shortest first',
};

export const WINDOW_WORDS: Readonly<Record<Window, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 h',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  all: 'All time',
};

/** When the window begins; null for one without a begin. */
export function startOf(window: Window = DEFAULT_WINDOW, now = Date.now()): string | null {
  const hours = HOURS[window];
  return hours === null ? null : new Date(now - hours * 3_600_000).toISOString();
}
