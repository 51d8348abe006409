import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { delimiter, join } from 'node:path';
import { CHECKOUT } from '../checkout.ts';
import { StartError } from '../start-error.ts';

/** Creates the database when it is missing and brings it to the newest migration, by Prisma's own `migrate deploy`. */
export async function migrate(databaseUrl: string): Promise<void> {
  const { code, output } = await prisma(databaseUrl, 'migrate', 'deploy');
  if (code !== 0) throw new StartError(`The database could not be migrated (prisma migrate deploy):\n${output.trim()}`);
}

/** Runs Prisma's command line against one database. */
export async function prisma(databaseUrl: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const bin = join(CHECKOUT, 'node_modules', '.bin');
  const child = spawn(process.execPath, [join(bin, 'prisma'), ...args], {
    cwd: CHECKOUT,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, // the engine's first line asks for `node`: ours
      CHECKPOINT_DISABLE: '1', // no call home
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C shall not cut a migration in half
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code ?? 1), output: `${stdout}${stderr}` };
}
