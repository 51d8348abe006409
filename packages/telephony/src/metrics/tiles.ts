import type { SeriesName } from './series.ts';

/** A figure of the Operations screen: from where on it is a warning, from where on bad, and which list explains it. */
type TileEntry = {
  title: string;
  series: SeriesName;
  /** A second figure that belongs to it. */
  companion?: SeriesName;
  warnFrom: number;
  badFrom: number;
  /** A request that answers what the figure counts. */
  list: string;
};

export const TILES = {
  ingest_ack: {
    title: 'Ingest p99',
    series: 'ack_p99_ms',
    companion: 'callbacks_per_second',
    warnFrom: 250,
    badFrom: 500,
    list: '/api/processes?app=ingest',
  },
  oldest_unprocessed: {
    title: 'Oldest unprocessed',
    series: 'oldest_unprocessed_seconds',
    companion: 'unprocessed',
    warnFrom: 15,
    badFrom: 60,
    list: '/api/inbox?state=pending,failed',
  },
  dead_letters: { title: 'Dead letters', series: 'dead_letters', warnFrom: 1, badFrom: 100, list: '/api/dead-letters' },
  gaps: { title: 'Gaps open', series: 'gaps_open', warnFrom: 1, badFrom: 100, list: '/api/gaps?state=open' },
  stream: {
    title: 'Stream lag',
    series: 'stream_lag_seconds',
    companion: 'stream_clients',
    warnFrom: 2,
    badFrom: 5,
    list: '/api/processes?app=api',
  },
  twilio: {
    title: 'Twilio errors',
    series: 'twilio_error_share',
    companion: 'twilio_requests_per_second',
    warnFrom: 0.05,
    badFrom: 0.25,
    list: '/api/processes?app=worker-reconcile,worker-dialer',
  },
} as const satisfies Record<string, TileEntry>;

export type TileName = keyof typeof TILES;
export const TILE_NAMES = Object.keys(TILES) as [TileName, ...TileName[]];
export const TILE_STATES = ['ok', 'warn', 'bad', 'unknown'] as const;
export type TileState = (typeof TILE_STATES)[number];

/** The state of a tile; unknown where nothing was measured. Pure. */
export function tileStateOf(name: TileName, value: number | null): TileState {
  if (value === null) return 'unknown';
  const { warnFrom, badFrom } = TILES[name];
  return value >= badFrom ? 'bad' : value >= warnFrom ? 'warn' : 'ok';
}
