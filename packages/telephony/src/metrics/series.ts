/** A time series: its place in the arrays of the database never changes, and is not given again. */
type SeriesEntry = { slot: number; unit: string; description: string };

/** Every time series. New ones get the next slot. */
export const SERIES = {
  callbacks_per_second: { slot: 1, unit: '1/s', description: 'Callbacks that ingest answered' },
  ack_p50_ms: {
    slot: 2,
    unit: 'ms',
    description: 'Half of the callbacks were answered within this time; of the slowest ingest',
  },
  ack_p99_ms: {
    slot: 3,
    unit: 'ms',
    description: '99 % of the callbacks were answered within this time; of the slowest ingest',
  },
  refused_per_second: { slot: 4, unit: '1/s', description: 'Requests that ingest refused or could not store' },
  spooled_per_second: { slot: 5, unit: '1/s', description: 'Callbacks kept on disk while Postgres was unavailable' },
  unprocessed: { slot: 6, unit: 'callbacks', description: 'Callbacks that are stored and not applied yet' },
  oldest_unprocessed_seconds: { slot: 7, unit: 's', description: 'Age of the oldest of them' },
  dead_letters: { slot: 8, unit: 'callbacks', description: 'Callbacks that were given up and wait for a person' },
  quarantined: {
    slot: 9,
    unit: 'callbacks',
    description: 'Signed callbacks that are not believed and wait for a person',
  },
  gaps_open: { slot: 10, unit: 'gaps', description: 'Missing callbacks that are not healed' },
  live_calls: { slot: 11, unit: 'calls', description: 'Calls that have not ended' },
  queue_depth: { slot: 12, unit: 'jobs', description: 'Jobs of the queue callbacks that wait' },
  jobs_per_second: { slot: 13, unit: '1/s', description: 'Jobs that all workers did' },
  jobs_failed_per_second: { slot: 14, unit: '1/s', description: 'Attempts of jobs that failed' },
  stream_clients: { slot: 15, unit: 'clients', description: 'Clients of the event stream' },
  stream_lag_seconds: { slot: 16, unit: 's', description: 'Seconds by which the slowest event stream is behind' },
  twilio_requests_per_second: { slot: 17, unit: '1/s', description: "Requests to Twilio's REST API" },
  twilio_error_share: {
    slot: 18,
    unit: 'share',
    description: 'Share of these, from 0 to 1, that got no answer, or 401, 403, 429 or a 5xx',
  },
  model_spend_usd: { slot: 19, unit: 'USD', description: 'Spent on models since the day began (UTC)' },
  processes: { slot: 20, unit: 'processes', description: 'Processes that gave a sign within 25 s' },
} as const satisfies Record<string, SeriesEntry>;

export type SeriesName = keyof typeof SERIES;
export const SERIES_NAMES = Object.keys(SERIES) as [SeriesName, ...SeriesName[]];

/** How long which resolution is kept. */
export const SAMPLE_EVERY_S = 10;
export const SAMPLES_KEPT_S = 86_400;
export const ROLLUP_EVERY_S = 300;
export const ROLLUPS_KEPT_S = 30 * 86_400;
