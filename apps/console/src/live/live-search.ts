import { DIRECTIONS, LIVE_STATUSES, type Direction } from '../calls/call-status.ts';
import type { CallStatus } from '../calls/call.ts';
import { anyOf, oneOf, readSearch, text } from '../search-params.ts';

/** What a call may need a person for, or be watched for. */
const CONCERNS = ['waiting', 'recording', 'siren', 'gap'] as const;
export type Concern = (typeof CONCERNS)[number];

/** What the rows can be grouped by: their agent, or the number of ours. */
export const GROUPINGS = ['agent', 'number'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** State of the live floor, which its address holds. */
export type LiveSearch = {
  status?: CallStatus[] | undefined;
  direction?: Direction[] | undefined;
  /** Only calls that wait too long, are recorded, have an open siren, or miss a callback. */
  only?: Concern | undefined;
  /** UUID of the agent. */
  agent?: string | undefined;
  /** Part of a number, name or SID. */
  q?: string | undefined;
  group?: Grouping | undefined;
  selected?: string | undefined;
  /** Shown as a wall board. */
  board?: '1' | undefined;
};

export const readLiveSearch = readSearch<LiveSearch>({
  status: anyOf(LIVE_STATUSES),
  direction: anyOf(DIRECTIONS),
  only: oneOf(CONCERNS),
  agent: text(36),
  q: text(100),
  group: oneOf(GROUPINGS),
  selected: text(100),
  board: oneOf(['1']),
});

export const NO_FILTERS = {
  status: undefined,
  direction: undefined,
  only: undefined,
  agent: undefined,
  q: undefined,
} as const satisfies LiveSearch;
