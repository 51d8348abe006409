import type { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { openApi } from './open-api.ts';
import { withTarget, type TargetOptions } from './target.ts';

type ShowSpec<T> = {
  /** Path of the API for the argument of the command. */
  path: (argument: string) => string;
  describe: (found: T) => string;
};

/** Makes `command`, which has one argument, print what the API has about it: in words, or as the JSON of the API. */
export const showCommand = <T>(command: Command, { path, describe }: ShowSpec<T>, { signal }: Invocation): Command =>
  withTarget(command.option('--json', 'print the JSON of the API')).action(
    async (argument: string, options: TargetOptions & { json?: boolean }) => {
      const found = await openApi(options, signal).get<T>(path(encodeURIComponent(argument)));
      printResult(options.json, found, describe);
    },
  );
