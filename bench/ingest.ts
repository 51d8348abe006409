/**
 * `npm run bench:ingest`: signed callbacks from a process of their own against the floor (bare node:http), the same
 * endpoint storing nothing, ours, and the plain way. Interleaved rounds; ratios are taken round by round.
 *
 * What a request costs depends on how many there are: a server that answers 45,000 in a second sleeps never and wakes
 * nobody, one at 8,000 does both for nearly every request. So the floor is measured twice, as fast as it goes and at the
 * rate that ours just took; `cpu_vs_floor` compares the two at that same rate.
 */
import { parseArgs } from 'node:util';
import { median, medianRatio, round } from './median.ts';
import { openBench } from './open-bench.ts';
import { startServer, type BenchProcess } from './processes.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '100' },
  },
});
const [rounds, seconds, connections] = [Number(values.rounds), Number(values.seconds), Number(values.connections)];

const VARIANTS = ['floor', 'verify-only', 'durable', 'plain'] as const;
type Variant = (typeof VARIANTS)[number];
const PACED_FLOOR = 'floor at our rate';
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

async function measure(variant: Variant, lasting: number, perSecond?: number): Promise<Round> {
  const server = servers.get(variant)!;
  const before = await server.cpu();
  const result = await load.run({ port: server.port, seconds: lasting, connections, perSecond });
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
  console.log(
    JSON.stringify({
      bench: 'ingest',
      durable_vs_verify_only: round(medianRatio(of('durable', 'rate'), of('verify-only', 'rate'))),
      durable_vs_plain: round(medianRatio(of('durable', 'rate'), of('plain', 'rate'))),
      cpu_vs_floor: round(medianRatio(of('durable', 'cpu'), of(PACED_FLOOR, 'cpu'))),
      cpu_vs_saturated_floor: round(medianRatio(of('durable', 'cpu'), of('floor', 'cpu'))),
    }),
  );
}
