/**
 * `npm run bench:heal`: the whole system, on a faster clock, against a simulator that drops a share of all callbacks and
 * refuses 40 % of the requests to its REST API. After the hot, warm and cold tiers every call is compared with the
 * simulator. Exit code 1: a false heal, a call that differs from the truth, or a gap without a class.
 */
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import { checkHealing, type Healing } from './check-healing.ts';
import { playRound } from './play-round.ts';

const options = readOptions('healing', {
  calls: [5000, 'calls per round'],
  drops: ['1,5,20,100', 'percent of the callbacks dropped, a round for each'],
  rate: [250, 'callbacks per second'],
  speed: [10, 'speed of the clock'],
  seed: [7, 'decides calls and faults'],
});
const { calls, rate, speed, seed } = options;

const results: (Healing & { drop: number })[] = [];
for (const drop of options.drops.split(',').map(Number)) {
  const print = (line: string) => console.log(`  ${line}`);
  const healing = await playRound({ calls, rate, speed, seed, drop: drop / 100, print }, checkHealing);
  for (const example of healing.examples) print(example);
  results.push({ drop, ...healing });
  console.log(JSON.stringify(figures({ drop, ...healing })));
}
console.table(Object.fromEntries(results.map((result) => [`${result.drop} % dropped`, columns(result)])));
recordRun('healing', options, results.map(figures));
for (const result of results) console.log(JSON.stringify(figures(result)));
const isClean = results.every(({ falseHeals, divergent, unclassified }) => falseHeals + divergent + unclassified === 0);
process.exitCode = isClean ? 0 : 1;

function figures(result: Healing & { drop: number }) {
  return {
    bench: 'heal',
    drop: result.drop,
    p99_heal_s: result.p99HealSec,
    false_heals: result.falseHeals,
    late_after_heal: result.cameLater,
    divergent_after_cold: result.divergent,
    requests_vs_ideal: result.requestsVsIdeal,
    gaps_without_class: result.unclassified,
    in_flight_max: result.maxInFlight,
  };
}

function columns({ calls: legs, lost, healedByHot, p99HealSec, neverHeardOf, gaps, requests, ...rest }: Healing) {
  return {
    legs,
    'callbacks lost': lost,
    'ends healed by hot': healedByHot,
    'p99 s': p99HealSec,
    'found by the scan alone': neverHeardOf,
    gaps,
    requests,
    refused: rest.refused,
    'in flight': rest.maxInFlight,
  };
}
