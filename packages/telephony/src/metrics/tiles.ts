import type { SeriesName } from './series.ts';

/** A figure of the Operations screen: from where on it is a warning, from where on bad, what to do then, and which list explains it. */
type TileEntry = {
  title: string;
  series: SeriesName;
  /** A second figure that belongs to it. */
  companion?: SeriesName;
  warnFrom: number;
  badFrom: number;
  /** What to do where it is a warning or bad. */
  remedy: string;
  /** Page of the documents with more. */
  runbook: string;
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
    remedy:
      'Look at the CPU of ingest and the disk of Postgres, and start another copy of ingest where its CPU is full.',
    runbook: 'docs/operations/deployment.md#scale',
    list: '/api/processes?app=ingest',
  },
  oldest_unprocessed: {
    title: 'Oldest unprocessed',
    series: 'oldest_unprocessed_seconds',
    companion: 'unprocessed',
    warnFrom: 15,
    badFrom: 60,
    remedy: 'Check that worker-status runs, that the queue callbacks is not paused, and that no session holds a lock.',
    runbook: 'docs/operations/ingest.md#pending-rows',
    list: '/api/inbox?state=pending,failed',
  },
  dead_letters: {
    title: 'Dead letters',
    series: 'dead_letters',
    warnFrom: 1,
    badFrom: 100,
    remedy: 'Fix the cause that their error names, then replay one of them, then the rest.',
    runbook: 'docs/operations/ingest.md#dead-letters',
    list: '/api/dead-letters',
  },
  gaps: {
    title: 'Gaps open',
    series: 'gaps_open',
    warnFrom: 1,
    badFrom: 100,
    remedy: 'Nothing while they are healed, within minutes; where they stay, look at their cause and at the tiers.',
    runbook: 'docs/operations/reconciliation.md#gap-classes',
    list: '/api/gaps?state=open',
  },
  stream: {
    title: 'Stream lag',
    series: 'stream_lag_seconds',
    companion: 'stream_clients',
    warnFrom: 2,
    badFrom: 5,
    remedy: 'Look at the loop stream of api, and at locks in Postgres; clients resume by themselves.',
    runbook: 'docs/operations/webhooks.md#the-event-stream',
    list: '/api/processes?app=api',
  },
  twilio: {
    title: 'Twilio errors',
    series: 'twilio_error_share',
    companion: 'twilio_requests_per_second',
    warnFrom: 0.05,
    badFrom: 0.25,
    remedy:
      'After 401 or 403 correct the credentials; after 429 lower TWILIO_MAX_IN_FLIGHT; otherwise look at the status of Twilio.',
    runbook: 'docs/operations/reconciliation.md#twilio-refuses-our-requests',
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
