import { Command, CommanderError } from 'commander';
import root from '../../../package.json' with { type: 'json' };
import { CliError } from './cli-error.ts';
import { isPacked } from './checkout.ts';
import { COMMANDS } from './commands.ts';
import { EXIT, listExitCodes, type ExitCode } from './invocation.ts';

const COMPLETION = 'completion';

/** The packed command has those that ask an API. */
const OFFERED = COMMANDS.filter(({ needsCheckout }) => !(isPacked && needsCheckout));

/** Time that a command gets to cancel its work after Ctrl-C. */
const CANCEL_WITHIN_MS = 1500;

/** Runs the command that the arguments name and resolves with its exit code; exits by itself when interrupted. */
export async function runProgram(argv: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('trunkline')
    .description('Inspects, repairs and administers Trunkline.')
    .version(root.version, '--version', 'output the version')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(--help lists the arguments and options)')
    .exitOverride();
  program.commandsGroup('Help:');
  const used = argv.filter((argument) => !argument.startsWith('-')).slice(0, 2); // also after `help`
  const asked = used[0] === 'help' ? used[1] : used[0];
  const missing = COMMANDS.find((entry) => entry.name === asked && !OFFERED.includes(entry));
  if (missing) return refuse(missing.name);
  const isShell = argv[0] === 'complete'; // it asks what can follow; what answers it adds the command that prints its script
  for (const { name, group, summary, load } of OFFERED.filter((entry) => !isShell || entry.name !== COMPLETION)) {
    const command = new Command(name).description(summary).helpGroup(`${group}:`).copyInheritedSettings(program);
    if (used.includes(name)) {
      const build = await load();
      for (const part of build({ command, signal, end: (ended) => (code = ended) }).commands)
        part.copyInheritedSettings(program);
    }
    program.addCommand(command);
  }
  if (isShell) (await import('@bomb.sh/tab/commander')).default(program, { completionCommandName: COMPLETION });
  const interrupted = Promise.withResolvers<never>();
  const isLeft = COMMANDS.find(({ name }) => name === asked)?.endsItself;
  let patience: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => {
    if (!isLeft) patience = setTimeout(() => interrupted.reject(signal.reason as Error), CANCEL_WITHIN_MS);
  });
  try {
    await Promise.race([program.parseAsync(argv, { from: 'user' }), interrupted.promise]);
    return code;
  } catch (error) {
    return report(error, signal);
  } finally {
    clearTimeout(patience); // it would keep the process
  }
}

function refuse(name: string): ExitCode {
  process.stderr.write(`trunkline ${name} works in a checkout of Trunkline alone. There, run npx trunkline ${name}.\n`);
  return EXIT.usage;
}

const EXIT_CODES = `\nExit codes:\n${listExitCodes((code, meaning) => `  ${`${code}`.padEnd(5)}${meaning}`)}`;

function report(error: unknown, signal: AbortSignal): ExitCode {
  if (signal.aborted) {
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}Interrupted.\n`);
    process.exit(EXIT.interrupted); // a query may still be running
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage; // commander has printed it
  if (error instanceof CliError) {
    process.stderr.write(`${error.message}\n`);
    return error.exit;
  }
  if (error instanceof Error && error.name === 'EnvError') {
    // by name: its package takes longer to load than a command of the API runs
    process.stderr.write(`${error.message}\n`);
    return EXIT.config;
  }
  console.error(error);
  return EXIT.failed;
}
