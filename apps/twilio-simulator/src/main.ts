import { readCommandLine, UsageError } from './cli/command-line.ts';
import { run, serve } from './cli/commands.ts';
import { PortInUseError } from './server.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());

try {
  const line = readCommandLine(process.argv.slice(2));
  const { load } = line;
  process.exitCode =
    line.command === 'run' && load
      ? await run({ ...line, load }, interruption.signal)
      : await serve(line, interruption.signal);
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof PortInUseError)) throw error;
  if (error.message) console.error(error.message);
  process.exitCode = error instanceof UsageError ? error.exitCode : 2;
}
