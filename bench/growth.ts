/**
 * `npm run bench:growth`: the rates of ingest and of applying with 10 thousand, 1 million and 3 million rows in the inbox,
 * and their dedupe keys, events and calls beside them. Medians of the rounds at each size, as ratios to the smallest.
 */
import { parseArgs } from 'node:util';
import { growInbox } from './grow-inbox.ts';
import { median, round } from './median.ts';
import { openBench } from './open-bench.ts';
import { applyRate, ingestRate } from './rates.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,1000000,3000000' },
    rounds: { type: 'string', default: '5' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const rounds = Number(values.rounds);

await using bench = await openBench();
const { env, db, load } = bench;
await measure(); // warm up

const figures: { rows: number; ingest: number; apply: number }[] = [];
for (const size of sizes) {
  const began = performance.now();
  await growInbox(db.pool, size, (rows) =>
    console.log(`  ${rows} rows after ${round((performance.now() - began) / 1000, 0)} s`),
  );
  const measured = [];
  for (let n = 0; n < rounds; n++) measured.push(await measure());
  figures.push({
    rows: size,
    ingest: round(median(measured.map((rate) => rate.ingest)), 0),
    apply: round(median(measured.map((rate) => rate.apply)), 0),
  });
  console.table(figures);
}
const [first, top] = [figures[0]!, figures.at(-1)!];
console.log(
  JSON.stringify({
    bench: 'growth',
    ingest_top_vs_10k: round(top.ingest / first.ingest),
    apply_top_vs_10k: round(top.apply / first.apply),
  }),
);

async function measure(): Promise<{ ingest: number; apply: number }> {
  const ingest = await ingestRate(env, load, 3);
  return { ingest, apply: await applyRate(env, db, { variant: 'ours', callbacks: 10_000, perJob: 50 }) };
}
