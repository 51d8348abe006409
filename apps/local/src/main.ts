import { EnvError, EXIT_MISCONFIGURED } from '@trunkline/service';
import { checkPorts, neededPorts } from './check-ports.ts';
import { help, readConfig } from './config.ts';
import { createDemoLogin, startDemoInterview } from './demo.ts';
import { showLiveSummary } from './screen/live-summary.ts';
import { openTerminal } from './screen/terminal.ts';
import { StartError } from './start-error.ts';
import { startEverything, type StartContext } from './start-everything.ts';
import { onInterruption } from './supervision/interruption.ts';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(help());
  process.exit();
}
if (args.length > 0) {
  console.error(`npm start has no argument ${args[0]}. List its settings: npm start -- --help`);
  process.exit(2);
}
const killable: StartContext['killable'] = [];
const signal = onInterruption(() => {
  for (const started of killable) started.kill();
  process.exit(130);
});
const terminal = openTerminal();
signal.addEventListener('abort', () => {
  terminal.endBlock();
  terminal.say('Stopping');
});
let isBegun = false;
try {
  const config = readConfig();
  await checkPorts(neededPorts(config), terminal.say);
  await using opened = new AsyncDisposableStack();
  isBegun = true;
  const started = await startEverything({ config, terminal, signal, opened, killable });
  const demo = config.isSimulated
    ? [startDemoInterview(config, terminal.say), createDemoLogin(started.databaseUrl, config.API_PORT)]
    : [];
  const [interview, login] = await Promise.all(demo);
  await showLiveSummary({ config, terminal, interview, login, ...started }, signal);
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof EnvError || error instanceof StartError ? error.message : error);
    process.exitCode = error instanceof EnvError ? EXIT_MISCONFIGURED : 1;
  }
}
if (isBegun) terminal.say('Stopped');
