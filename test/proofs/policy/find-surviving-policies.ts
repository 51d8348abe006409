import { databasePolicies, policySql } from '@trunkline/access';
import { answersTo, casesOf, isReading, outcomeOf, type Seed } from './run-parity.ts';
import { databaseMutants, type Mutant } from './mutate-database.ts';
import { keyOf, type Baseline } from './mutate-guards.ts';
import type { Proof } from './open-proof.ts';
import type { Table } from './probe-tables.ts';

/** Weakens each policy by which readers and clients read. Survivors change no answer of an API without guards. */
export async function findSurvivingPolicies(
  proof: Proof,
  tables: readonly Table[],
  parts: { seed: Seed; baseline: Baseline },
): Promise<{ tried: number; survivors: string[] }> {
  const mutants = databaseMutants(tables).filter(
    ({ name, command, role }) =>
      name.endsWith('weakened') && command === 'select' && (role === 'reader' || role === 'client'),
  );
  const survivors: string[] = [];
  for (const mutant of mutants) {
    await proof.owner.pool.query(mutant.sql);
    if (!(await changesAnAnswer(proof, mutant, parts))) survivors.push(mutant.name);
    await proof.owner.pool.query(restore(mutant));
  }
  return { tried: mutants.length, survivors };
}

async function changesAnAnswer(
  proof: Proof,
  { role }: Mutant,
  { seed, baseline }: { seed: Seed; baseline: Baseline },
): Promise<boolean> {
  for (const asked of casesOf(proof.routes.both.filter(isReading), [role])) {
    const both = [...baseline.get(keyOf(asked))!];
    const database = await answersTo(proof, 'database', asked, seed[asked.whose]);
    if (outcomeOf(asked, { both, database }, ({ content }) => content).differences.length > 0) return true;
  }
  return false;
}

function restore({ table, role, command }: Mutant): string {
  const policy = databasePolicies([table]).find(({ name }) => name === `${table}_${command}_${role}`)!;
  return `drop policy ${policy.name} on ${table}; ${policySql(policy)}`;
}
