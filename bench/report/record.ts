import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, type } from 'node:os';
import { BENCHES, type Bench, type BenchName } from './benches.ts';

/** A figure, or the range of several runs. */
export type Measured = number | readonly [low: number, high: number];

/** The last recorded run of a bench: a file of bench/results. */
export type Run = {
  /** As it was typed. */
  command: string;
  seed: number | null;
  date: string;
  machine: { cpu: string | null; cores: number; node: string; system: string };
  /** The figures of each line of JSON that the bench printed. */
  results: readonly Readonly<Record<string, Measured>>[];
};

type Options = { record: boolean; seed?: number };

/** With `--record`, keeps the described figures of these results in bench/results. */
export function recordRun(name: BenchName, options: Options, results: readonly Record<string, unknown>[]): void {
  if (!options.record) return;
  const { script, figures }: Bench = BENCHES[name];
  const args = process.argv.slice(2).filter((arg) => arg !== '--record');
  const run: Run = {
    command: [`npm run ${script}`, ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    seed: options.seed ?? null,
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? null,
      cores: availableParallelism(),
      node: process.version,
      system: `${type()} ${release()}`,
    },
    results: results.map((result) =>
      Object.fromEntries(Object.keys(figures).flatMap((key) => (key in result ? [[key, result[key] as number]] : []))),
    ),
  };
  writeFileSync(resultsFile(name), `${JSON.stringify(run, null, 2)}\n`);
  console.error(`Recorded in bench/results/${name}.json. To update the page: npm run bench:docs`); // stdout ends with JSON
}

export const readRun = (name: BenchName): Run => JSON.parse(readFileSync(resultsFile(name), 'utf8')) as Run;

const resultsFile = (name: BenchName): URL => new URL(`../results/${name}.json`, import.meta.url);
