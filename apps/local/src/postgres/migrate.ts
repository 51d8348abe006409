import { PRISMA, runWithPrisma } from '../../../../prisma/run-prisma.ts';
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
export const prisma = (databaseUrl: string, ...args: string[]): Promise<{ code: number; output: string }> =>
  runWithPrisma({ checkout: CHECKOUT, databaseUrl, onStart: stopWithParent }, PRISMA, ...args);
