import {
  ROLLUP_EVERY_S,
  ROLLUPS_KEPT_S,
  SAMPLE_EVERY_S,
  SAMPLES_KEPT_S,
  SERIES,
  SERIES_NAMES,
  type SeriesName,
} from '@trunkline/telephony/metrics';
import { SILENT_AFTER_MS } from '@trunkline/telephony/processes';
import type { Queryable } from '../connection/open-database.ts';
import { INBOX_MEASURES } from '../inbox/measure-inbox.ts';
import { isOpenGap } from '../reconciliation/is-open-gap.ts';

/** What only the writer knows. Null where it could not be measured. */
export type MeasuredElsewhere = { queueDepth: number | null };

/**
 * Writes the sample of this moment of 10 s, unless another process has; returns its time, or undefined. One statement: it
 * measures only in the process that gets the lock and finds no sample. Some 15 ms with half a million calls and 2,000 open gaps.
 */
export async function writeSample(db: Queryable, { queueDepth }: MeasuredElsewhere): Promise<Date | undefined> {
  const { rows } = await db.query<{ at: Date }>({ name: 'write-metric-sample', text: WRITE, values: [queueDepth] });
  return rows[0]?.at;
}

/** Sums up the samples of the five minutes that are over, and deletes what is past its time. */
export async function rollUpSamples(db: Queryable): Promise<void> {
  await db.query(ROLL_UP);
  await db.query(`delete from metric_samples where at < now() - interval '${SAMPLES_KEPT_S + ROLLUP_EVERY_S} seconds'`);
  await db.query(`delete from metric_rollups where at < now() - interval '${ROLLUPS_KEPT_S + ROLLUP_EVERY_S} seconds'`);
}

const figure = (name: string): string => `(p.figures ->> '${name}')::real`;
const perSecond = (name: string): string =>
  `(select coalesce(sum(${figure(name)}), 0) / ${SAMPLE_EVERY_S} from living p)`;

/** Each series as SQL over `living`, the processes that gave a sign, and $1. */
const MEASURES: Readonly<Record<SeriesName, string>> = {
  callbacks_per_second: `(select coalesce(sum(${figure('acks_per_second')}), 0) from living p)`,
  ack_p50_ms: `(select max(${figure('ack_p50_ms')}) from living p)`,
  ack_p99_ms: `(select max(${figure('ack_p99_ms')}) from living p)`,
  refused_per_second: perSecond('refused'),
  spooled_per_second: perSecond('spooled'),
  unprocessed: INBOX_MEASURES.unfinished,
  oldest_unprocessed_seconds: INBOX_MEASURES.oldestSeconds,
  dead_letters: INBOX_MEASURES.deadLetters,
  quarantined: INBOX_MEASURES.quarantined,
  gaps_open: `(select count(*) from callback_gaps where ${isOpenGap('callback_gaps')})`,
  live_calls: `(select count(*) from calls where not is_final and call_sid is not null)`,
  queue_depth: `$1::real`,
  jobs_per_second: perSecond('jobs_done'),
  jobs_failed_per_second: perSecond('jobs_failed'),
  stream_clients: `(select coalesce(sum(${figure('stream_clients')}), 0) from living p)`,
  stream_lag_seconds: `(select max(${figure('stream_lag_seconds')}) from living p)`,
  twilio_requests_per_second: perSecond('twilio_requests'),
  twilio_error_share: `(select coalesce(sum(${figure('twilio_failed')}) / nullif(sum(${figure('twilio_requests')}), 0), 0) from living p)`,
  model_spend_usd: `(select coalesce(sum(cost_usd), 0) from model_effects
    where asked_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc')`,
  processes: `(select count(*) from living)`,
};

const bySlot = SERIES_NAMES.toSorted((a, b) => SERIES[a].slot - SERIES[b].slot);
const AT = `date_bin('${SAMPLE_EVERY_S} seconds', now(), timestamptz 'epoch')`;

/** `turn` has a row in one process alone, and without a row nothing else is computed. */
const WRITE = `
with turn as materialized (
  select ${AT} as at where pg_try_advisory_xact_lock(hashtext('trunkline metric samples'))
    and not exists (select from metric_samples where at = ${AT})
),
living as materialized (
  select figures from processes where ended_at is null and heartbeat_at > now() - interval '${SILENT_AFTER_MS} milliseconds'
)
insert into metric_samples (at, samples)
select at, array[${bySlot.map((name) => `${MEASURES[name]}::real`).join(',\n  ')}]
from turn on conflict (at) do nothing returning at`;

const ROLL_UP = `
insert into metric_rollups (at, lowest, highest, latest)
select at, array_agg(lowest order by slot), array_agg(highest order by slot), array_agg(latest order by slot) from (
  select date_bin('${ROLLUP_EVERY_S} seconds', s.at, timestamptz 'epoch') as at, v.slot, min(v.value) as lowest, max(v.value) as highest,
    (array_agg(v.value order by s.at desc) filter (where v.value is not null))[1] as latest
  from metric_samples s cross join lateral unnest(s.samples) with ordinality v(value, slot)
  where s.at >= coalesce((select max(at) + interval '${ROLLUP_EVERY_S} seconds' from metric_rollups), '-infinity')
    and s.at < date_bin('${ROLLUP_EVERY_S} seconds', now(), timestamptz 'epoch')
  group by 1, 2
) w group by at on conflict (at) do nothing`;
