/**
 * `npm run bench:worker`: the same callbacks, already in the inbox, applied by worker-status, applied by one Prisma
 * transaction each, and only dequeued by a BullMQ worker that does nothing; for comparison the rate of ingest. Rounds are
 * interleaved.
 */
import { openBench } from './open-bench.ts';
import { median, medianRatio, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';
import { applyRate, ingestRate } from './rates.ts';

const options = readOptions('worker', {
  rounds: [5, 'rounds of all variants'],
  callbacks: [40_000, 'callbacks per round'],
  perJob: [50, 'callbacks per job'],
});
const { rounds, callbacks, perJob } = options;
const PLAIN_SHARE = 10; // the naive worker gets a tenth of the callbacks, or a round would take minutes

await using bench = await openBench();
const { env, db, load } = bench;

const VARIANTS = ['noop', 'ours', 'plain', 'ingest'] as const;
type Variant = (typeof VARIANTS)[number];
const rates: Record<Variant, number[]> = { noop: [], ours: [], plain: [], ingest: [] };

for (let n = 0; n <= rounds; n++) {
  for (const variant of n % 2 === 0 ? VARIANTS : VARIANTS.toReversed()) {
    const rate = await measure(variant);
    if (n > 0) rates[variant].push(rate); // round 0 warms up
  }
  if (n > 0)
    console.log(
      `round ${n}/${rounds}: ${VARIANTS.map((variant) => `${variant} ${round(rates[variant].at(-1)!, 0)}/s`).join(', ')}`,
    );
}
console.table(
  Object.fromEntries(VARIANTS.map((variant) => [variant, { 'callbacks/s': round(median(rates[variant]), 0) }])),
);
const figures = {
  applied_vs_noop: round(medianRatio(rates.ours, rates.noop)),
  applied_vs_plain: round(medianRatio(rates.ours, rates.plain)),
  applied_vs_ingest: round(medianRatio(rates.ours, rates.ingest)),
};
recordRun('worker', options, [{ ...figures, applied_per_second: round(median(rates.ours), 0) }]);
console.log(JSON.stringify({ bench: 'worker', ...figures }));

function measure(variant: Variant): Promise<number> {
  if (variant === 'ingest') return ingestRate(env, load, 3);
  const share = variant === 'plain' ? callbacks / PLAIN_SHARE : callbacks;
  return applyRate(env, db, { variant, callbacks: share, perJob });
}
