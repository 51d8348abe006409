import { Command, InvalidArgumentError } from 'commander';
import { BENCHES, type BenchName } from './benches.ts';

/** An option with its default, which decides its type, and its meaning. */
type Option = readonly [standard: number | string, means: string];
type Values<O extends Record<string, Option>> = {
  [Name in keyof O]: O[Name][0] extends number ? number : string;
};

/** Reads the command line of a bench; every bench knows `--record` and `--help`. */
export function readOptions<const O extends Record<string, Option>>(
  name: BenchName,
  options: O,
): Values<O> & { record: boolean } {
  const { script, about } = BENCHES[name];
  const command = new Command(`npm run ${script} --`).description(about);
  for (const [option, [standard, means]] of Object.entries<Option>(options)) {
    const flag = `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (typeof standard === 'number') command.option(`${flag} <n>`, means, notNegative, standard);
    else command.option(`${flag} <text>`, means, standard);
  }
  return command.option('--record', 'keep the figures for docs/benchmarks.md', false).parse().opts();
}

function notNegative(text: string): number {
  const value = Number(text);
  if (text !== '' && value >= 0) return value;
  throw new InvalidArgumentError('It must be a number of 0 or more.');
}
