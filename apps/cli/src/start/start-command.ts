import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CHECKOUT } from '../checkout.ts';
import type { ExitCode, Invocation } from '../invocation.ts';

const EXAMPLES = `
Examples:
  npx trunkline start
  npx trunkline start --tunnel cloudflared --connect +16175006181
  PORT_BASE=5000 DATA_DIR=.data-2 npx trunkline start

The same as npm start. Its settings: npm start -- --help. Ctrl-C stops everything.`;

const DEMO_EXAMPLES = `
Examples:
  npx trunkline demo

The same as npm start, but what .env says of a real account and its database is
left alone. Ctrl-C stops everything.`;

type Options = { tunnel?: string; connect?: string[] };

/** `start`: runs everything on this machine, as `npm start` does. */
export const startCommand = ({ command, signal, end }: Invocation): Command =>
  command
    .option('--tunnel <how>', 'give ingest a public address: cloudflared, ngrok or the URL of your own tunnel')
    .option('--connect <number...>', 'connect these numbers of Twilio while this runs, and give them back at the end')
    .addHelpText('after', EXAMPLES)
    .action(async ({ tunnel, connect = [] }: Options) => {
      const args = [...(tunnel ? ['--tunnel', tunnel] : []), ...connect.flatMap((each) => ['--connect', each])];
      end(await runLauncher(args, signal));
    });

/** `demo`: the same with the simulated Twilio, even where `.env` names a real account. */
export const demoCommand = ({ command, signal, end }: Invocation): Command =>
  command.addHelpText('after', DEMO_EXAMPLES).action(async () => end(await runLauncher(['--demo'], signal)));

/** Runs the launcher in this terminal and resolves with its exit code. */
async function runLauncher(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const launcher = spawn(process.execPath, [join(CHECKOUT, 'apps/local/src/start.js'), ...args], { stdio: 'inherit' });
  signal.addEventListener('abort', () => launcher.kill('SIGTERM'));
  const [code] = (await once(launcher, 'exit')) as [ExitCode | null];
  return code ?? 1;
}
