import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadOptions } from '../load/load-options.ts';
import { awaitTarget } from '../delivery/await-target.ts';
import { startServer } from '../server.ts';
import { createSimulator, type Simulator } from '../simulator.ts';
import type { CommandLine } from './command-line.ts';
import { describeOutcome, toOutcome, type Outcome } from './outcome.ts';

type RunLine = CommandLine & { load: LoadOptions };

/**
 * Plays one load and prints the outcome. Returns the exit code. Ctrl-C ends the load, and the outcome is still printed.
 */
export async function run(line: RunLine, interrupted: AbortSignal): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const simulator = stack.adopt(createSimulator(line.settings), (opened) => opened.close());
  if (line.port !== undefined) stack.use(await startServer(simulator, line.port, line.host));
  const began = performance.now();
  await playWatched(simulator, line, interrupted);
  const outcome = toOutcome(simulator.stats(), line.load.seed, (performance.now() - began) / 1000);
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
  else if (!quiet) console.log(describeOutcome(outcome, settings.target));
}

/** Serves all APIs until interrupted, and plays a load if one is given: at once, or when the target listens. */
export async function serve(
  { settings, load, awaitTarget: isAwaited, port = 4010, host, quiet }: CommandLine,
  interrupted: AbortSignal,
): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const simulator = stack.adopt(createSimulator(settings), (opened) => opened.close());
  const server = stack.use(await startServer(simulator, port, host));
  if (load && !isAwaited) simulator.startLoad(load);
  if (!quiet) console.log(`Simulating Twilio at ${server.url}, callbacks go to ${settings.target}`);
  if (load && isAwaited) {
    await awaitTarget(settings.target, interrupted);
    if (!interrupted.aborted) simulator.startLoad(load);
  }
  if (!interrupted.aborted) await once(interrupted, 'abort');
  await stopPromptly(simulator);
  return 0;
}

/** One line on stderr, rewritten twice a second, erased when disposed. */
function showProgress(simulator: Simulator, calls: number): Disposable {
  const timer = setInterval(() => {
    const { calls: started, callbacks_sent, callbacks_acked, callbacks_failed } = simulator.stats();
    const total = calls === 0 ? '' : ` of ${calls}`;
    const failed = callbacks_failed > 0 ? `, ${callbacks_failed} failed` : '';
    process.stderr.write(
      `\r\x1b[Kcalls ${started}${total}, callbacks ${callbacks_sent} sent, ${callbacks_acked} acknowledged${failed}`,
    );
  }, 500);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      process.stderr.write('\r\x1b[K');
    },
  };
}

/** Stops all calls. Requests in flight have one second to be answered. */
async function stopPromptly(simulator: Simulator): Promise<void> {
  await Promise.race([simulator.stop(), sleep(stopTimeoutMs, undefined, { ref: false })]);
  await simulator.close();
}

const stopTimeoutMs = 1000;
