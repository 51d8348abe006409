import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { delimiter, join } from 'node:path';
import { CHECKOUT } from '../checkout.ts';
import { StartError } from '../start-error.ts';
import { stopWithParent } from '../supervision/stop-with-parent.ts';

/** Creates the database if it is missing and applies all migrations, by `prisma migrate deploy`. */
export async function migrate(databaseUrl: string): Promise<void> {
  const { code, output } = await prisma(databaseUrl, 'migrate', 'deploy');
  if (code !== 0)
    throw new StartError(`The database could not be migrated. prisma migrate deploy says:\n${output.trim()}`);
}

/** Runs Prisma's command line on a database. */
export async function prisma(databaseUrl: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const bin = join(CHECKOUT, 'node_modules', '.bin');
  const child = spawn(process.execPath, [join(bin, 'prisma'), ...args], {
    cwd: CHECKOUT,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, // the engine is a script that asks for `node`: ours
      CHECKPOINT_DISABLE: '1', // no update check
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C does not interrupt a migration
  });
  stopWithParent(child);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code ?? 1), output: `${stdout}${stderr}` };
}
