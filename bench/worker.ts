/**
 * `npm run bench:worker`: the same callbacks, already in the inbox, applied by our worker, by one Prisma transaction for
 * each, and merely taken off the queue by a no-op BullMQ worker; and ingested, for comparison. Interleaved rounds.
 */
import { parseArgs } from 'node:util';
import { openBench } from './open-bench.ts';
import { median, medianRatio, round } from './median.ts';
import { applyRate, ingestRate } from './rates.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    callbacks: { type: 'string', default: '40000' },
    'per-job': { type: 'string', default: '50' },
  },
});
const [rounds, callbacks, perJob] = [Number(values.rounds), Number(values.callbacks), Number(values['per-job'])];
const PLAIN_SHARE = 10; // the plain way gets a tenth of the callbacks, or a round would take minutes

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
console.log(
  JSON.stringify({
    bench: 'worker',
    applied_vs_noop: round(medianRatio(rates.ours, rates.noop)),
    applied_vs_plain: round(medianRatio(rates.ours, rates.plain)),
    applied_vs_ingest: round(medianRatio(rates.ours, rates.ingest)),
  }),
);

function measure(variant: Variant): Promise<number> {
  if (variant === 'ingest') return ingestRate(env, load, 3);
  const share = variant === 'plain' ? callbacks / PLAIN_SHARE : callbacks;
  return applyRate(env, db, { variant, callbacks: share, perJob });
}
