import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { delimiter, join } from 'node:path';

type Options = {
  /** The folder of the checkout. */
  checkout: string;
  databaseUrl: string;
  /** Receives the process, which Ctrl-C does not interrupt. */
  onStart?: (child: ChildProcess) => void;
};

/** Runs a script of the checkout that is or uses Prisma's command line; resolves with its exit code and all that it says. */
export async function runWithPrisma(
  { checkout, databaseUrl, onStart = () => {} }: Options,
  script: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const bin = join(checkout, 'node_modules', '.bin');
  const child = spawn(process.execPath, [join(checkout, script), ...args], {
    cwd: checkout,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, // the engine is a script that asks for `node`: ours
      CHECKPOINT_DISABLE: '1', // no update check
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C does not interrupt a migration
  });
  onStart(child);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code ?? 1), output: `${stdout}${stderr}` };
}

/** Prisma's command line itself. */
export const PRISMA = join('node_modules', '.bin', 'prisma');
