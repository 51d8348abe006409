import { SERIES, type SeriesName, type SeriesPoint, type SeriesWindow } from '@trunkline/telephony/metrics';
import type { Scoped } from '../connection/with-actor.ts';

/** Lowest, highest and latest value of each step of a window that has any, in no order. */
export async function readSeries(
  tx: Scoped,
  names: readonly SeriesName[],
  { source, from, to, step }: SeriesWindow,
): Promise<SeriesPoint[]> {
  const byslot = new Map(names.map((name) => [SERIES[name].slot as number, name]));
  const text = source === 'samples' ? samplesSql(tx) : rollupsSql(tx);
  const { rows } = await tx.query<Omit<SeriesPoint, 'name'> & { slot: number }>(text, [
    [...byslot.keys()],
    from,
    to,
    step,
  ]);
  return rows.map(({ slot, ...point }) => ({ ...point, name: byslot.get(slot)! }));
}

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

const STEP = `(floor(extract(epoch from m.at) / $4) * $4)::float8`;
const IN_WINDOW = `m.at >= to_timestamp($2) and m.at < to_timestamp($3)`;
const latestOf = (values: string): string =>
  `((array_agg(${values} order by m.at desc) filter (where ${values} is not null))[1])::float8 as latest`;

const samplesSql = (tx: Scoped): string => `
select ${STEP} as at, s.slot, min(m.samples[s.slot])::float8 as lowest, max(m.samples[s.slot])::float8 as highest,
  ${latestOf('m.samples[s.slot]')}
from metric_samples m cross join unnest($1::integer[]) s(slot)
where ${IN_WINDOW} and ${tx.rows('metric_samples', 'm')} and m.samples[s.slot] is not null group by 1, 2`;

const rollupsSql = (tx: Scoped): string => `
select ${STEP} as at, s.slot, min(m.lowest[s.slot])::float8 as lowest, max(m.highest[s.slot])::float8 as highest,
  ${latestOf('m.latest[s.slot]')}
from metric_rollups m cross join unnest($1::integer[]) s(slot)
where ${IN_WINDOW} and ${tx.rows('metric_rollups', 'm')} and m.latest[s.slot] is not null group by 1, 2`;
