import type { SeriesName } from './metrics-query.ts';

/** A chart: lines of one unit. */
export type ChartGroup = { title: string; lines: readonly { name: SeriesName; label: string }[] };

/** All series, in the order in which a callback passes through the system. */
export const CHART_GROUPS: readonly ChartGroup[] = [
  {
    title: 'Callbacks',
    lines: [
      { name: 'callbacks_per_second', label: 'answered' },
      { name: 'refused_per_second', label: 'refused' },
      { name: 'spooled_per_second', label: 'kept on disk' },
    ],
  },
  {
    title: 'Answer of ingest',
    lines: [
      { name: 'ack_p99_ms', label: 'p99' },
      { name: 'ack_p50_ms', label: 'p50' },
    ],
  },
  { title: 'Not applied yet', lines: [{ name: 'unprocessed', label: 'callbacks' }] },
  { title: 'Oldest unprocessed', lines: [{ name: 'oldest_unprocessed_seconds', label: 'age' }] },
  {
    title: 'Given up',
    lines: [
      { name: 'dead_letters', label: 'dead letters' },
      { name: 'quarantined', label: 'quarantined' },
    ],
  },
  { title: 'Gaps', lines: [{ name: 'gaps_open', label: 'open' }] },
  { title: 'Live calls', lines: [{ name: 'live_calls', label: 'calls' }] },
  { title: 'Queue callbacks', lines: [{ name: 'queue_depth', label: 'waiting' }] },
  {
    title: 'Jobs',
    lines: [
      { name: 'jobs_per_second', label: 'done' },
      { name: 'jobs_failed_per_second', label: 'failed' },
    ],
  },
  { title: 'Stream clients', lines: [{ name: 'stream_clients', label: 'clients' }] },
  { title: 'Stream lag', lines: [{ name: 'stream_lag_seconds', label: 'behind' }] },
  { title: 'Requests to Twilio', lines: [{ name: 'twilio_requests_per_second', label: 'requests' }] },
  { title: 'Twilio errors', lines: [{ name: 'twilio_error_share', label: 'of requests' }] },
  { title: 'Models', lines: [{ name: 'model_spend_usd', label: 'spent today' }] },
  { title: 'Processes', lines: [{ name: 'processes', label: 'alive' }] },
];
