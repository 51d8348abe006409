import { EnvError } from '@trunkline/service';
import { Command, CommanderError } from 'commander';
import { auditVerifyCommand } from './audit/audit-verify-command.ts';
import { demoInterviewCommand } from './interviews/demo-interview-command.ts';
import { explainCommand } from './calls/explain-command.ts';
import { keysCommand } from './identity/keys-command.ts';
import { rebuildCommand } from './calls/rebuild-command.ts';
import { syncCommand } from './reconciliation/sync-command.ts';
import { usersCommand } from './identity/users-command.ts';
import { EXIT, type ExitCode } from './invocation.ts';
import { CliError } from './cli-error.ts';

const COMMANDS = [
  explainCommand,
  rebuildCommand,
  syncCommand,
  usersCommand,
  keysCommand,
  auditVerifyCommand,
  demoInterviewCommand,
];

/** What a command has to end in good order before it is ended. */
const CANCEL_WITHIN_MS = 1500;

/** Runs what the command line asks for; resolves with the exit code, at an interruption at once. */
export async function runProgram(argv: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('trunkline')
    .description('Looks into the database of Trunkline, and shows what it does.')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  for (const command of COMMANDS) {
    const added = command({ signal, end: (ended) => (code = ended) }).copyInheritedSettings(program);
    for (const part of added.commands) part.copyInheritedSettings(program);
    program.addCommand(added);
  }
  const interrupted = Promise.withResolvers<never>();
  signal.addEventListener('abort', () =>
    setTimeout(() => interrupted.reject(signal.reason as Error), CANCEL_WITHIN_MS),
  );
  try {
    await Promise.race([program.parseAsync(argv, { from: 'user' }), interrupted.promise]);
    return code;
  } catch (error) {
    return report(error, signal);
  }
}

const EXIT_CODES = `
Exit codes: 0 fine, 1 trouble (the message names the remedy), 2 wrong usage, 10 something was found, 130 interrupted.`;

function report(error: unknown, signal: AbortSignal): ExitCode {
  if (signal.aborted) {
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}Interrupted.\n`);
    process.exit(EXIT.interrupted); // a query may still be under way
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage; // it has been said
  if (error instanceof CliError || error instanceof EnvError) process.stderr.write(`${error.message}\n`);
  else console.error(error);
  return EXIT.failed;
}
