import type { LoadOptions } from '../load/load-options.ts';
import { startServer } from '../server.ts';
import { createSimulator, type Simulator } from '../simulator.ts';
import type { CommandLine } from './command-line.ts';
import { describe, judge, type Outcome } from './outcome.ts';
import { showProgress } from './show-progress.ts';
import { stopPromptly } from './stop-promptly.ts';

type RunLine = CommandLine & { load: LoadOptions };

/** Plays one load and prints what became of it. Gives the exit code; Ctrl-C ends the load, not the report. */
export async function run(line: RunLine, interrupted: AbortSignal): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const simulator = stack.adopt(createSimulator(line.settings), (opened) => opened.close());
  if (line.port !== undefined) stack.use(await startServer(simulator, line.port, line.host));
  const began = performance.now();
  await playWatched(simulator, line, interrupted);
  const outcome = judge(simulator.stats(), line.load.seed, (performance.now() - began) / 1000);
  print(line, outcome);
  if (interrupted.aborted) return 130;
  return outcome.ok ? 0 : 1;
}

async function playWatched(simulator: Simulator, { load, json, quiet }: RunLine, interrupted: AbortSignal) {
  const isWatched = process.stderr.isTTY && !quiet && !json;
  using _progress = isWatched ? showProgress(simulator, load.calls) : undefined;
  const { finished } = simulator.startLoad(load);
  interrupted.addEventListener('abort', () => void stopPromptly(simulator));
  if (interrupted.aborted) await stopPromptly(simulator);
  await finished;
}

function print({ json, quiet, settings }: CommandLine, outcome: Outcome): void {
  if (json) console.log(JSON.stringify(outcome));
  else if (!quiet) console.log(describe(outcome, settings.target));
}
