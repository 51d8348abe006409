import { databasePolicies, policySql } from '@trunkline/access';
import { answersTo, casesOf, isReading, outcomeOf, type Seed } from './run-parity.ts';
import { databaseMutants, type Mutant } from './mutate-database.ts';
import { keyOf, type Baseline } from './mutate-guards.ts';
import type { Proof } from './open-proof.ts';
import type { Table } from './probe-tables.ts';

/** The weakened policies by which readers and clients read, and those of them that no answer of an API without guards shows. */
export async function findSilentPolicies(
  proof: Proof,
  tables: readonly Table[],
  parts: { seed: Seed; baseline: Baseline },
): Promise<{ tried: number; silent: string[] }> {
  const mutants = databaseMutants(tables).filter(
    ({ name, command, role }) =>
      name.endsWith('weakened') && command === 'select' && (role === 'reader' || role === 'client'),
  );
  const silent: string[] = [];
  for (const mutant of mutants) {
    await proof.owner.pool.query(mutant.sql);
    if (!(await isAnswered(proof, mutant, parts))) silent.push(mutant.name);
    await proof.owner.pool.query(mend(mutant));
  }
  return { tried: mutants.length, silent };
}

async function isAnswered(
  proof: Proof,
  { role }: Mutant,
  { seed, baseline }: { seed: Seed; baseline: Baseline },
): Promise<boolean> {
  for (const asked of casesOf(proof.routes.both.filter(isReading), [role])) {
    const both = [...baseline.get(keyOf(asked))!];
    const database = await answersTo(proof, 'database', asked, seed[asked.whose]);
    if (outcomeOf(asked, { both, database }, ({ told }) => told).differences.length > 0) return true;
  }
  return false;
}

function mend({ table, role, command }: Mutant): string {
  const policy = databasePolicies([table]).find(({ name }) => name === `${table}_${command}_${role}`)!;
  return `drop policy ${policy.name} on ${table}; ${policySql(policy)}`;
}
