/** `npm run chaos`: load and faults, then a check that no callback was lost, applied twice or applied wrongly. See --help. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { recordRun } from '../../../bench/report/record.ts';
import type { Backend } from '../../support/processes/stack.ts';
import { ABLATIONS, type Ablation } from './ablations/ablations.ts';
import { runChaos } from './run-chaos.ts';

const positive = (text: string): number => {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
};

const COUNTED = ['faults', 'acked', 'duplicates', 'lost', 'twice', 'wrong', 'pending', 'refused'] as const;
type Counted = (typeof COUNTED)[number];

const options = new Command('npm run chaos --')
  .description(
    'Runs the whole system under load, kills, freezes and crashes its parts, and checks the history. Exit code 1: the check failed.',
  )
  .option('--seed <n>', 'decides calls and faults', positive, Math.ceil(Math.random() * 1e6))
  .option('--seconds <n>', 'how long the load lasts, for each backend', positive, 60)
  .option('--runs <n>', 'how many, with the seeds that follow', positive, 1)
  .option('--rate <n>', 'callbacks per second', positive, 150)
  .addOption(
    new Option('--backend <name>', 'where the queues live').choices(['redis', 'postgres', 'both']).default('both'),
  )
  .addOption(new Option('--ablate <part>', 'remove a safeguard, to see the check fail').choices(ABLATIONS))
  .option('--only <text>', 'only faults whose names contain this, such as "postgres"')
  .option('--record', 'keep the figures for docs/benchmarks.md', false)
  .parse()
  .opts<{
    seed: number;
    seconds: number;
    runs: number;
    rate: number;
    backend: Backend | 'both';
    ablate?: Ablation;
    only?: string;
    record: boolean;
  }>();

const { seed, seconds, rate, runs, ablate: ablation, only } = options;
const backends = options.backend === 'both' ? (['redis', 'postgres'] as const) : [options.backend];
const results: Result[] = [];
for (let run = 0; run < runs; run++) for (const backend of backends) results.push(await runOnce(backend, seed + run));
if (results.length > 1) console.log(JSON.stringify({ total: totalOf(results) }));
recordRun('chaos', options, results);
process.exitCode = results.every(isClean) ? 0 : 1;

async function runOnce(backend: Backend, seedOfRun: number) {
  const print = (line: string) => console.log(line);
  const result = await runChaos({ backend, seed: seedOfRun, seconds, rate, ablation, only, print });
  const { acked, stored, applied, duplicates, faults, lost, twice, wrong, pending, shares, examples, ...rest } = result;
  const { refused, refusedWithoutPostgres, waited } = rest;
  for (const example of examples) print(`  ${example}`);
  for (const { during, sent, refused: of } of shares.filter((share) => share.refused > 0))
    print(`  ${of} of ${sent} refused (${((100 * of) / sent).toFixed(1)} %): ${during}`);
  const checks = { lost, twice, wrong, pending, refused, refusedWithoutPostgres, waited };
  const chaos = { backend, seed: seedOfRun, faults, acked, stored, applied, duplicates, ...checks };
  print(JSON.stringify({ chaos }));
  return chaos;
}

type Result = Awaited<ReturnType<typeof runOnce>>;

function isClean({ acked, lost, twice, wrong, pending, refusedWithoutPostgres, waited }: Result): boolean {
  return acked > 0 && lost + twice + wrong + pending === 0 && refusedWithoutPostgres <= 0.01 && waited <= 0.2;
}

function totalOf(all: readonly Result[]) {
  const sum = (name: Counted) => all.reduce((total, result) => total + result[name], 0);
  return { runs: all.length, ...Object.fromEntries(COUNTED.map((name) => [name, sum(name)])) };
}
