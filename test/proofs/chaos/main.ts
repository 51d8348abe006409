/** `npm run chaos`: load and faults, then a check that no callback was lost, applied twice or applied wrongly. See --help. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { recordRun } from '../../../bench/report/record.ts';
import type { Ablation, Backend } from '../../support/processes/stack.ts';
import { runChaos } from './run-chaos.ts';

const positive = (text: string): number => {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
};

const options = new Command('npm run chaos --')
  .description(
    'Runs the whole system under load, kills, freezes and crashes its parts, and checks the history. Exit code 1: the check failed.',
  )
  .option('--seed <n>', 'decides calls and faults', positive, Math.ceil(Math.random() * 1e6))
  .option('--seconds <n>', 'how long the load lasts, for each backend', positive, 60)
  .option('--rate <n>', 'callbacks per second', positive, 150)
  .addOption(
    new Option('--backend <name>', 'where the queues live').choices(['redis', 'postgres', 'both']).default('both'),
  )
  .addOption(
    new Option('--ablate <part>', 'remove a safeguard, to see the check fail').choices(['relay', 'state-check']),
  )
  .option('--record', 'keep the figures for docs/benchmarks.md', false)
  .parse()
  .opts<{
    seed: number;
    seconds: number;
    rate: number;
    backend: Backend | 'both';
    ablate?: Ablation;
    record: boolean;
  }>();

const { seed, seconds, rate, ablate } = options;
const results = [];
let isClean = true;
for (const backend of options.backend === 'both' ? (['redis', 'postgres'] as const) : [options.backend]) {
  const ablation = ablate && { ablation: ablate };
  const result = await runChaos({ backend, seed, seconds, rate, ...ablation, print: (line) => console.log(line) });
  for (const example of result.examples) console.log(`  ${example}`);
  const { acked, stored, applied, duplicates, faults, lost, twice, wrong, pending } = result;
  const chaos = { backend, seed, faults, acked, stored, applied, duplicates, lost, twice, wrong, pending };
  console.log(JSON.stringify({ chaos }));
  results.push(chaos);
  isClean &&= lost + twice + wrong + pending === 0 && acked > 0;
}
recordRun('chaos', options, results);
process.exitCode = isClean ? 0 : 1;
