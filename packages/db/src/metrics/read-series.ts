import { SERIES, type SeriesName, type SeriesRow, type SeriesWindow } from '@trunkline/telephony/metrics';
import type { Scoped } from '../connection/with-actor.ts';

/**
 * The rows of a window in the order of their time, with the values of these series. `toColumns` folds them into steps: a day of
 * samples is 8,640 rows, which Postgres would group by step and series in a second.
 */
export async function readSeries(
  tx: Scoped,
  names: readonly SeriesName[],
  { source, from, to }: SeriesWindow,
): Promise<SeriesRow[]> {
  const kinds = source === 'samples' ? ['samples'] : ['lowest', 'highest', 'latest'];
  const columns = kinds.flatMap((kind) => names.map((name) => `m.${kind}[${SERIES[name].slot}]`));
  const { rows } = await tx.query<(number | null)[]>({
    text: `select extract(epoch from m.at)::float8, ${columns.join(', ')} from ${FROM[source]} m
      where m.at >= to_timestamp($1) and m.at < to_timestamp($2) and ${tx.rows(FROM[source], 'm')} order by m.at`,
    values: [from, to],
    rowMode: 'array',
  });
  return rows.map(([at, ...values]) => {
    const of = (kind: number): (number | null)[] => values.slice(kind * names.length, (kind + 1) * names.length);
    const last = kinds.length - 1;
    return { at: at!, lowest: of(0), highest: of(Math.min(1, last)), latest: of(last) };
  });
}

const FROM = { samples: 'metric_samples', rollups: 'metric_rollups' } as const;

/** The latest value of every series, unless it is older than a minute. */
export async function readLatest(
  tx: Scoped,
): Promise<{ at: Date | null; valueOf: (name: SeriesName) => number | null }> {
  const { rows } = await tx.query<{ at: Date; samples: (number | null)[] }>(`
    select at, samples from metric_samples m where ${tx.rows('metric_samples', 'm')} and at > now() - interval '1 minute'
    order by at desc limit 1`);
  const [row] = rows;
  return { at: row?.at ?? null, valueOf: (name) => row?.samples[SERIES[name].slot - 1] ?? null };
}
