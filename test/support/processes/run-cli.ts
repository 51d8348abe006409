import { execFile, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';

export type CliRun = { code: number | null; stdout: string; stderr: string };

/** Runs the command line as a user does, against the database of this test file; `started` receives the process. */
export const runCli = (
  args: readonly string[],
  env: Record<string, string> = {},
  started: (child: ChildProcess) => void = () => {},
  checkout = CHECKOUT,
): Promise<CliRun> =>
  new Promise((resolve) => {
    const main = join(checkout, 'apps/cli/src', checkout === CHECKOUT ? 'trunkline.js' : 'main.ts'); // releases of before have no other
    const options = { cwd: checkout, env: { ...process.env, OWNED_PHONE_NUMBERS: '+16175006181', ...env } };
    const child = execFile(process.execPath, [main, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
    started(child);
  });
