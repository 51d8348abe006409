import type { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { openApi, type Api } from './open-api.ts';
import { withTarget, type TargetOptions } from './target.ts';

type ShowSpec<T> = {
  /** Path of the API for the argument of the command, which is encoded, and its options. */
  path: (argument: string, api: Api, options: Record<string, unknown>) => string | Promise<string>;
  describe: (found: T) => string;
};

/** Makes `command`, which has one argument, print what the API has about it: in words, or as the JSON of the API. */
export const showCommand = <T>(command: Command, { path, describe }: ShowSpec<T>, { signal }: Invocation): Command =>
  withTarget(command.option('--json', 'print the JSON of the API')).action(
    async (argument: string, options: TargetOptions & { json?: boolean }) => {
      const api = openApi(options, signal);
      const found = await api.get<T>(await path(encodeURIComponent(argument), api, options));
      printResult(options.json, found, describe);
    },
  );
