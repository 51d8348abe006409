import { EnvError } from '@trunkline/service';
import { checkPorts, neededPorts } from './check-ports.ts';
import { help, readConfig } from './config.ts';
import { demoLogin, startInterviewTour } from './demo.ts';
import { onInterruption } from './supervision/interruption.ts';
import { showLiveSummary } from './screen/live-summary.ts';
import { StartError } from './start-error.ts';
import { startEverything, type StartContext } from './start-everything.ts';
import { openTerminal } from './screen/terminal.ts';

if (process.argv.length > 2) {
  console.log(help());
  process.exit(process.argv.some((argument) => argument === '--help' || argument === '-h') ? 0 : 2);
}
const killable: StartContext['killable'] = [];
const signal = onInterruption(() => {
  for (const process of killable) process.kill();
  process.exit(130);
});
const terminal = openTerminal();
try {
  const config = readConfig();
  await checkPorts(neededPorts(config), terminal.say);
  await using opened = new AsyncDisposableStack();
  opened.defer(() => terminal.say('Stopped.'));
  const started = await startEverything({ config, terminal, signal, opened, killable });
  const interview = config.isSimulated ? await startInterviewTour(config, terminal.say) : undefined;
  const login = config.isSimulated ? await demoLogin(started.databaseUrl, config.API_PORT) : undefined;
  await showLiveSummary({ config, terminal, interview, login, ...started }, signal);
  terminal.say('Stopping');
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof EnvError || error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
}
