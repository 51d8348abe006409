import { API_ROLE } from '@trunkline/access';
import { eventually } from '../../../support/eventually.ts';
import type { FieldCase } from '../case.ts';
import type { FieldStack } from '../open-field-stack.ts';
import type { Sids } from '../placeholders.ts';
import { playCallbacks } from './play-callback.ts';
import type { Played } from './played.ts';

/** Gives the database, or the roles that log in, hostile defaults and new connections; then a callback is received. */
export async function playSession(stack: FieldStack, field: FieldCase, sids: Sids): Promise<Played> {
  const { of = 'database', settings } = field.session!;
  const { database, owner } = await names(stack);
  const targets = of === 'database' ? [`database "${database}"`] : [`role "${owner}"`, `role "${API_ROLE}"`];
  const alter = async (change: (name: string, value: string) => string) => {
    for (const target of targets)
      for (const [name, value] of Object.entries(settings))
        await stack.db.pool.query(`alter ${target} ${change(name, value)}`);
    await reconnect(stack);
  };
  await alter((name, value) => `set ${name} = '${value}'`);
  const since = new Date();
  const observe = await playCallbacks(stack, field, sids);
  return {
    observe: async () => ({ ...(await observe()), tiers: await readTiers(stack, since) }),
    [Symbol.asyncDispose]: () => alter((name) => `reset ${name}`),
  };
}

async function names(stack: FieldStack): Promise<{ database: string; owner: string }> {
  const sql = 'select current_database() as database, current_user as owner';
  return (await stack.db.pool.query<{ database: string; owner: string }>(sql)).rows[0]!;
}

/** Ends the connections of all processes, and waits until each of them has a new one. */
async function reconnect(stack: FieldStack): Promise<void> {
  await stack.db.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await eventually(async () => {
    await stack.db.pool.query('select 1');
    for (const { url } of stack.processes.filter(({ isRunning }) => isRunning))
      if (!(await fetch(`${url}/health`)).ok) throw new Error('a process is not healthy');
  });
}

type Tier = { job_name: string; last_error_at: string | null; last_success_at: string | null };

/** What became of each tier of reconciliation since then: `failed`, `succeeded`, or nothing yet. */
async function readTiers(stack: FieldStack, since: Date): Promise<Record<string, string | null>> {
  const isLater = (time: string | null) => time !== null && new Date(time) > since;
  const { tiers } = (await stack.get<{ tiers: Tier[] }>('/api/reconciliation'))!;
  return Object.fromEntries(
    tiers.map(({ job_name: name, last_error_at: failedAt, last_success_at: succeededAt }) => {
      return [name, isLater(failedAt) ? 'failed' : isLater(succeededAt) ? 'succeeded' : null];
    }),
  );
}
