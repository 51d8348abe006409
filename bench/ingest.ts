/**
 * `npm run bench:ingest`: a process of its own sends signed callbacks to the floor (a bare node:http server), to the same
 * endpoint without storage, to the durable ingest service, and to a naive endpoint. Rounds are interleaved; ratios are
 * taken round by round.
 *
 * The CPU time of a request depends on the rate: a server that answers 45,000 a second never sleeps, one at 8,000 sleeps
 * and wakes for nearly every request. So the floor is measured at full speed and at the rate that the durable service just
 * reached; `cpu_vs_floor` compares both at that same rate.
 */
import { median, medianRatio, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';
import { openBench } from './open-bench.ts';
import { startServer, type BenchProcess } from './processes.ts';

const options = readOptions('ingest', {
  rounds: [7, 'rounds of all variants'],
  seconds: [4, 'seconds per variant and round'],
  connections: [100, 'connections that send at the same time'],
});
const { rounds, seconds, connections } = options;

const VARIANTS = ['floor', 'verify-only', 'durable', 'plain'] as const;
type Variant = (typeof VARIANTS)[number];
const PACED_FLOOR = 'floor at the durable rate';
type Round = { rate: number; cpu: number; p50: number; p99: number };

await using bench = await openBench();
const { env, load } = bench;
await using opened = new AsyncDisposableStack();
const servers = new Map<Variant, BenchProcess>();
for (const variant of VARIANTS) servers.set(variant, opened.use(await startServer(variant, env)));

const results = { floor: [], [PACED_FLOOR]: [], 'verify-only': [], durable: [], plain: [] } as Record<
  Variant | typeof PACED_FLOOR,
  Round[]
>;
for (const variant of VARIANTS) await measure(variant, 2); // warm up
for (let n = 0; n < rounds; n++) {
  for (const variant of n % 2 === 0 ? VARIANTS : VARIANTS.toReversed()) {
    const measured = await measure(variant, seconds);
    results[variant].push(measured);
    if (variant === 'durable') results[PACED_FLOOR].push(await measure('floor', seconds, measured.rate));
  }
  console.log(
    `round ${n + 1}/${rounds}: ${VARIANTS.map((variant) => `${variant} ${round(results[variant].at(-1)!.rate, 0)}/s`).join(', ')}`,
  );
}
report();

async function measure(variant: Variant, durationSeconds: number, perSecond?: number): Promise<Round> {
  const server = servers.get(variant)!;
  const before = await server.cpu();
  const result = await load.run({ port: server.port, seconds: durationSeconds, connections, perSecond });
  const cpu = ((await server.cpu()) - before) / result.requests;
  if (result.refused > 0) throw new Error(`${variant}: ${result.refused} of ${result.requests} were refused`);
  return { rate: result.requests / result.seconds, cpu, p50: result.p50, p99: result.p99 };
}

function report(): void {
  const of = (variant: keyof typeof results, figure: keyof Round) => results[variant].map((result) => result[figure]);
  console.table(
    Object.fromEntries(
      Object.keys(results)
        .map((name) => name as keyof typeof results)
        .map((variant) => [
          variant,
          {
            'req/s': round(median(of(variant, 'rate')), 0),
            'to verify-only': round(medianRatio(of(variant, 'rate'), of('verify-only', 'rate'))),
            'server CPU µs': round(median(of(variant, 'cpu')), 0),
            'p50 ms': median(of(variant, 'p50')),
            'p99 ms': median(of(variant, 'p99')),
          },
        ]),
    ),
  );
  const figures = {
    durable_vs_verify_only: round(medianRatio(of('durable', 'rate'), of('verify-only', 'rate'))),
    durable_vs_plain: round(medianRatio(of('durable', 'rate'), of('plain', 'rate'))),
    cpu_vs_floor: round(medianRatio(of('durable', 'cpu'), of(PACED_FLOOR, 'cpu'))),
    cpu_vs_saturated_floor: round(medianRatio(of('durable', 'cpu'), of('floor', 'cpu'))),
  };
  recordRun('ingest', options, [{ ...figures, durable_per_second: round(median(of('durable', 'rate')), 0) }]);
  console.log(JSON.stringify({ bench: 'ingest', ...figures }));
}
