/**
 * `npm run bench:growth`: the rates of ingest and worker-status with 10 thousand, 1 million and 3 million callbacks in the
 * inbox, together with their dedupe keys, events and calls. Prints the median at each size as a ratio to the smallest.
 */
import { growInbox } from './fill/fill-inbox.ts';
import { median, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';
import { openBench } from './open-bench.ts';
import { applyRate, ingestRate } from './rates.ts';

const options = readOptions('growth', {
  sizes: ['10000,1000000,3000000', 'rows in the inbox, each size in turn'],
  rounds: [5, 'rounds at each size'],
});
const sizes = options.sizes.split(',').map(Number);

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
  for (let n = 0; n < options.rounds; n++) measured.push(await measure());
  figures.push({
    rows: size,
    ingest: round(median(measured.map((rate) => rate.ingest)), 0),
    apply: round(median(measured.map((rate) => rate.apply)), 0),
  });
  console.table(figures);
}
const [first, top] = [figures[0]!, figures.at(-1)!];
const ratios = {
  ingest_top_vs_10k: round(top.ingest / first.ingest),
  apply_top_vs_10k: round(top.apply / first.apply),
};
recordRun('growth', options, [ratios]);
console.log(JSON.stringify({ bench: 'growth', ...ratios }));

async function measure(): Promise<{ ingest: number; apply: number }> {
  const ingest = await ingestRate(env, load, 3);
  return { ingest, apply: await applyRate(env, db, { variant: 'ours', callbacks: 10_000, perJob: 50 }) };
}
