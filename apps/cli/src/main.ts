import { runProgram } from './run-program.ts';

process.stdout.on('error', () => process.exit()); // the reading end of the pipe is closed
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
process.exitCode = await runProgram(process.argv.slice(2), interruption.signal);
