/** `npm run chaos`: load, faults, and a check that nothing was lost, done twice or got wrong. See --help. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Ablation, Backend } from '../../support/processes/stack.ts';
import { runChaos } from './run-chaos.ts';

const positive = (text: string): number => {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
};

const options = new Command('chaos')
  .description(
    'Runs the whole system under load, kills, freezes and crashes its parts, and checks the history. Exits 1 if it is not clean.',
  )
  .option('--seed <n>', 'decides calls and faults', positive, Math.ceil(Math.random() * 1e6))
  .option('--seconds <n>', 'how long the load lasts, for each backend', positive, 60)
  .option('--rate <n>', 'callbacks per second', positive, 150)
  .addOption(
    new Option('--backend <name>', 'where the queues live').choices(['redis', 'postgres', 'both']).default('both'),
  )
  .addOption(
    new Option('--ablate <part>', 'take a safeguard away and see the check fail').choices(['relay', 'state-check']),
  )
  .parse()
  .opts<{ seed: number; seconds: number; rate: number; backend: Backend | 'both'; ablate?: Ablation }>();

const { seed, seconds, rate, ablate } = options;
let isClean = true;
for (const backend of options.backend === 'both' ? (['redis', 'postgres'] as const) : [options.backend]) {
  const ablation = ablate && { ablation: ablate };
  const result = await runChaos({ backend, seed, seconds, rate, ...ablation, say: (line) => console.log(line) });
  for (const example of result.examples) console.log(`  ${example}`);
  const { acked, stored, applied, duplicates, faults, lost, twice, wrong, pending } = result;
  console.log(
    JSON.stringify({
      chaos: { backend, seed, faults, acked, stored, applied, duplicates, lost, twice, wrong, pending },
    }),
  );
  isClean &&= lost + twice + wrong + pending === 0 && acked > 0;
}
process.exitCode = isClean ? 0 : 1;
