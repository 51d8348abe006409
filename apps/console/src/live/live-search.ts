import { DIRECTIONS, LIVE_STATUSES, type Direction } from '../calls/call-status.ts';
import type { CallStatus } from '../calls/call.ts';
import { anyOf, readSearch, text } from '../search-params.ts';

/** State of the live floor, which its address holds. */
export type LiveSearch = {
  status?: CallStatus[] | undefined;
  direction?: Direction[] | undefined;
  selected?: string | undefined;
};

export const readLiveSearch = readSearch<LiveSearch>({
  status: anyOf(LIVE_STATUSES),
  direction: anyOf(DIRECTIONS),
  selected: text(100),
});
