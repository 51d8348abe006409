/**
 * `npm run bench:heal`: the whole system against a simulator that drops a share of all callbacks and refuses 40 % of the
 * requests to its REST API, on a clock that runs faster. After the hot, warm and cold tiers everything is compared with
 * the simulator's truth.
 */
import { parseArgs } from 'node:util';
import type { Healing } from './heal-judge.ts';
import { playHealing } from './heal-round.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '5000' },
    drops: { type: 'string', default: '1,5,20,100' },
    rate: { type: 'string', default: '250' },
    speed: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
  },
});
const [calls, rate, speed, seed] = [values.calls, values.rate, values.speed, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
];
const results: (Healing & { drop: number })[] = [];
for (const drop of values.drops.split(',').map(Number)) {
  const result = await playHealing({
    calls,
    rate,
    speed,
    seed,
    drop: drop / 100,
    say: (line) => console.log(`  ${line}`),
  });
  for (const example of result.examples) console.log(`  ${example}`);
  results.push({ drop, ...result });
  console.log(figures({ drop, ...result }));
}
console.table(
  Object.fromEntries(
    results.map(
      ({ drop, calls: played, lost, healedByHot, neverHeardOf, gaps, requests, refused, maxInFlight, p99HealSec }) => [
        `${drop} % dropped`,
        {
          legs: played,
          'callbacks lost': lost,
          'ends healed by hot': healedByHot,
          'p99 s': p99HealSec,
          'never heard of': neverHeardOf,
          gaps,
          requests,
          refused,
          'in flight': maxInFlight,
        },
      ],
    ),
  ),
);
for (const result of results) console.log(figures(result));

function figures(result: Healing & { drop: number }): string {
  return JSON.stringify({
    bench: 'heal',
    drop: result.drop,
    p99_heal_s: result.p99HealSec,
    false_heals: result.falseHeals,
    late_after_heal: result.cameLater,
    divergent_after_cold: result.divergent,
    requests_vs_ideal: result.requestsVsIdeal,
    gaps_without_class: result.unclassified,
    in_flight_max: result.maxInFlight,
  });
}
