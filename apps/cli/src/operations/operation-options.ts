import type { Command } from 'commander';
import { withTarget } from '../api/target.ts';
import { readWhole } from '../terminal/read-whole.ts';

/** What a command needs to run an operation. */
export type OperationOptions = {
  reason: string;
  rate: number;
  canary: number;
  yes?: boolean;
  dryRun?: boolean;
  wait: boolean;
  json?: boolean;
};

/** Adds the options of a command that changes many rows. */
export const withOperation = (command: Command): Command =>
  withTarget(
    command
      .requiredOption('--reason <text>', 'why; it is kept with them')
      .option('--rate <n>', 'how many a second', readWhole(1, 1000), 50)
      .option('--canary <n>', 'how many are done first; the rest begins once they succeeded', readWhole(0, 1000), 1)
      .option('--dry-run', 'say what it would do, and change nothing')
      .option('--yes', 'do not ask')
      .option('--no-wait', 'end as soon as it has begun')
      .option('--json', 'print the JSON of the API'),
  );
