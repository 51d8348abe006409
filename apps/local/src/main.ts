import { EnvError, EXIT_MISCONFIGURED } from '@trunkline/service';
import { checkPorts, neededPorts } from './check-ports.ts';
import { ArgumentError, readArguments } from './arguments.ts';
import { help, readConfig } from './config.ts';
import { createDemoLogin } from './demo/demo-login.ts';
import { openDemo } from './demo/open-demo.ts';
import { showLiveSummary } from './screen/live-summary.ts';
import { openTerminal } from './screen/terminal.ts';
import { StartError } from './start-error.ts';
import { startEverything, type StartContext } from './start-everything.ts';
import { onInterruption } from './supervision/interruption.ts';
import { keepConnected } from './tunnel/keep-connected.ts';
import { followTunnel, openPublicAddress } from './tunnel/public-address.ts';

const { help: isHelp, env } = readOrExit(process.argv.slice(2));
if (isHelp) {
  console.log(help());
  process.exit();
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
  const config = readConfig(env);
  await checkPorts(neededPorts(config), terminal.say);
  await using opened = new AsyncDisposableStack();
  isBegun = true;
  const tunnel = await openPublicAddress({ config, terminal, signal, opened });
  const started = await startEverything({ config, terminal, signal, opened, killable });
  const connections = opened.use(keepConnected({ config, say: terminal.say, signal }));
  await connections.connect();
  if (tunnel) followTunnel(tunnel, { config, started, connections, say: terminal.say, signal });
  const { databaseUrl } = started;
  const login = config.isSimulated ? await createDemoLogin(databaseUrl, config.API_PORT) : undefined;
  const demo = config.isSimulated ? await openDemo({ config, databaseUrl, signal, say: terminal.say }) : undefined;
  const shown = { config, terminal, interview: demo?.interview, login, ...started };
  await Promise.all([showLiveSummary(shown, signal), demo?.ended]);
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof EnvError || error instanceof StartError ? error.message : error);
    process.exitCode = error instanceof EnvError ? EXIT_MISCONFIGURED : 1;
  }
}
if (isBegun) terminal.say('Stopped');

function readOrExit(args: readonly string[]) {
  try {
    return readArguments(args);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    console.error(`${error.message}. List the options and settings: npm start -- --help`);
    process.exit(2);
  }
}
