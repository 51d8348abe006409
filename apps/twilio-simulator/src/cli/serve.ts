import { once } from 'node:events';
import { startServer } from '../server.ts';
import { createSimulator } from '../simulator.ts';
import type { CommandLine } from './command-line.ts';
import { stopPromptly } from './stop-promptly.ts';

/** Serves the REST and the control API until it is interrupted; plays a load at once if one was given. */
export async function serve(
  { settings, load, port = 4010, host, quiet }: CommandLine,
  interrupted: AbortSignal,
): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const simulator = stack.adopt(createSimulator(settings), (opened) => opened.close());
  const server = stack.use(await startServer(simulator, port, host));
  if (load) simulator.startLoad(load);
  if (!quiet) console.log(`Pretending to be Twilio at ${server.url}, calling back ${settings.target}`);
  if (!interrupted.aborted) await once(interrupted, 'abort');
  await stopPromptly(simulator);
  return 0;
}
