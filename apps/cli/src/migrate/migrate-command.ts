import { APPS_WITH_LOGIN, passwordVariableOf } from '@trunkline/access';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PRISMA, runWithPrisma } from '../../../../prisma/run-prisma.ts';
import { CHECKOUT } from '../checkout.ts';
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { useDatabase } from '../use-database.ts';
import { planMigrations, type MigrationPlan } from './plan-migrations.ts';

const EXAMPLES = `
Examples:
  npx trunkline migrate --plan
  npx trunkline migrate

It needs the owner of the tables in DATABASE_URL. With INGEST_DATABASE_PASSWORD and
so on, it sets the logins of the apps as well. Apps may run at the same time.

Exit code of --plan: 0 if nothing is pending, 10 if something is.`;

const MIGRATIONS = join(CHECKOUT, 'prisma', 'migrations');

type Options = { plan?: boolean; json?: boolean };

/** `migrate`: brings the tables to this release, or lists what is pending. */
export const migrateCommand = ({ command, end }: Invocation): Command =>
  command
    .option('--plan', 'list what is pending, and change nothing')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ plan: isPlan = false, json = false }: Options) => {
      const { databaseUrl } = readConfig();
      const plan = await planOf(databaseUrl);
      if (isPlan) {
        printResult(json, plan, () => describe(plan));
        return end(plan.pending.length === 0 ? EXIT.ok : EXIT.findings);
      }
      if (plan.unknown.length > 0) throw new CliError(describeLater(plan), { exit: EXIT.conflict });
      await deploy(databaseUrl);
      printResult(json, { applied: plan.pending.map(({ name }) => name) }, () => summarize(plan));
    });

/** A database that does not exist yet has nothing. */
async function planOf(databaseUrl: string): Promise<MigrationPlan> {
  try {
    return await useDatabase(databaseUrl, (db) => planMigrations(db, MIGRATIONS));
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (code === NO_SUCH_DATABASE) return planMigrations(undefined, MIGRATIONS);
    throw error;
  }
}

const NO_SUCH_DATABASE = '3D000';

/** Runs Prisma's own command, and sets the logins where their passwords are given. */
async function deploy(databaseUrl: string): Promise<void> {
  const hasLogins = APPS_WITH_LOGIN.some((app) => process.env[passwordVariableOf(app)]);
  const run = (script: string, ...args: string[]) =>
    runWithPrisma({ checkout: CHECKOUT, databaseUrl }, script, ...args);
  const { code, output } = await (hasLogins ? run(join('prisma', 'deploy.ts')) : run(PRISMA, 'migrate', 'deploy'));
  if (code !== 0) throw new CliError(`The database could not be migrated. Prisma says:\n${output.trim()}`);
}

const count = (number: number): string => (number === 1 ? '1 migration' : `${number} migrations`);

function describe(plan: MigrationPlan): string {
  const { applied, pending, unknown } = plan;
  if (unknown.length > 0) return `${describeLater(plan)}\n`;
  if (pending.length === 0) return `The tables are those of this release: ${count(applied)} applied, none pending.\n`;
  const lines = pending.flatMap(({ name, about }) => [`  ${name}`, ...(about ? [`    ${about}`] : [])]);
  return `${count(applied)} applied, ${pending.length} pending:\n${lines.join('\n')}\nNext: npx trunkline migrate\n`;
}

const describeLater = ({ unknown }: MigrationPlan): string =>
  `The database is of a later release: it has ${unknown.join(', ')}, which this checkout does not know. Update the checkout.`;

const summarize = ({ pending }: MigrationPlan): string =>
  pending.length === 0 ? 'Nothing was pending.\n' : `Applied ${count(pending.length)}.\n`;
