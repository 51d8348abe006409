import { EnvError } from '@trunkline/service';
import { Command, CommanderError } from 'commander';
import { auditVerifyCommand } from './audit/audit-verify-command.ts';
import { backupCommand } from './backup/backup-command.ts';
import { restoreCommand } from './backup/restore-command.ts';
import { demoInterviewCommand } from './interviews/demo-interview-command.ts';
import { eraseCommand } from './erasure/erase-command.ts';
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
  eraseCommand,
  backupCommand,
  restoreCommand,
  demoInterviewCommand,
];

/** Time that a command gets to cancel its work after Ctrl-C. */
const CANCEL_WITHIN_MS = 1500;

/** Runs the command that the arguments name and resolves with its exit code; exits by itself when interrupted. */
export async function runProgram(argv: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('trunkline')
    .description('Inspects and administers Trunkline through its database.')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(--help lists the arguments and options)')
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
Exit codes:
  0    success
  1    failure; the message names the remedy
  2    wrong usage
  10   the check found something wrong
  130  interrupted`;

function report(error: unknown, signal: AbortSignal): ExitCode {
  if (signal.aborted) {
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}Interrupted.\n`);
    process.exit(EXIT.interrupted); // a query may still be running
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage; // commander has printed it
  if (error instanceof CliError || error instanceof EnvError) process.stderr.write(`${error.message}\n`);
  else console.error(error);
  return EXIT.failed;
}
