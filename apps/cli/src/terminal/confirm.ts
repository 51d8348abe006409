import { createInterface } from 'node:readline/promises';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

/** Asks at the terminal, where `yes` confirms. Throws without a terminal, where no one could answer. */
export async function confirm(question: string, remedy = 'Pass --yes, or --dry-run to look first.'): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CliError(`There is no terminal to confirm at. ${remedy}`, { exit: EXIT.usage });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type yes to go on: `)).trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
