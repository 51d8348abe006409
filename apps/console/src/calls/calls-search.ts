import { anyOf, oneOf, readSearch, text } from '../search-params.ts';
import { CALL_STATUSES, DIRECTIONS, type Direction } from './call-status.ts';
import type { CallStatus } from './call.ts';

export const WINDOWS = ['1h', '24h', '7d', '30d', 'all'] as const;
export type Window = (typeof WINDOWS)[number];
export const DEFAULT_WINDOW: Window = '24h';

/** State of the table of calls, which its address holds. */
export type CallsSearch = {
  status?: CallStatus[] | undefined;
  direction?: Direction[] | undefined;
  number?: string | undefined;
  /** How far back; by default 24 hours. */
  window?: Window | undefined;
  /** Id or SID of the call that is open next to the table. */
  selected?: string | undefined;
};

export const readCallsSearch = readSearch<CallsSearch>({
  status: anyOf(CALL_STATUSES),
  direction: anyOf(DIRECTIONS),
  number: text(40),
  window: oneOf(WINDOWS),
  selected: text(100),
});

const HOURS: Readonly<Record<Window, number | null>> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720, all: null };

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
