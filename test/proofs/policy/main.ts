/**
 * `npm run policy`: every role asks every endpoint about own, others' and absent objects, with guards and row-level security
 * together and with each alone. Then every policy and every guard is weakened in turn, and an answer must change. Exit code
 * 1: answers differ, or a weakened policy or guard survives.
 */
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import { listColumns } from '../../../prisma/list-columns.ts';
import { startDatabase } from '../../support/db/start-database.ts';
import type { Route } from '../../../apps/api/src/http/route.ts';
import { findUnclassified } from './check-inventory.ts';
import { BEHIND_OTHERS, GUARD_ALONE } from './exceptions.ts';
import { findExistenceLeaks } from './find-existence-leaks.ts';
import { findSurvivingPolicies } from './find-surviving-policies.ts';
import { databaseMutants, findSurvivingMutants, findTableDifferences } from './mutate-database.ts';
import { controlMutant, findSurvivingGuards, findSurvivingScopes, guardMutants, keyOf } from './mutate-guards.ts';
import { openProof } from './open-proof.ts';
import { printAnswers } from './print-answers.ts';
import { readTables } from './probe-tables.ts';
import { compareChanging, compareReading, isReading, makeSeed, openSupply, type Supply } from './run-parity.ts';

const options = readOptions('policy', {});
await using opened = new AsyncDisposableStack();
const database = opened.use(await startDatabase('policy'));
const proof = opened.use(await openProof(database.url));
const { owner, people } = proof;
const faults: string[] = [];
const began = performance.now();

/** Prints a line of the report with its faults below it. */
function report(line: string, found: readonly string[]): void {
  faults.push(...found);
  console.log([line, ...found].join('\n  '));
}
const noticed = (tried: number, survivors: readonly string[]) => `${tried - survivors.length} of ${tried} noticed`;

const seed = await makeSeed(proof);
const columns = await listColumns(owner.pool);
const tables = await readTables(owner.pool, columns);
const unclassified = await findUnclassified(proof);

const reading = await compareReading(proof, seed);
const atTables = await findTableDifferences(owner, people, tables);
const survivingMutants = await findSurvivingMutants(owner, people, tables);
const readBaseline = new Map(reading.map((outcome) => [keyOf(outcome), outcome.answers]));
const policies = await findSurvivingPolicies(proof, tables, { seed, baseline: readBaseline });
const mutants = guardMutants(proof);
const fromSeed: Supply['use'] = (whose, work) => work(seed[whose]);
const control = controlMutant(proof);
const survivingReads = await findSurvivingGuards(proof, [...mutants, control], {
  which: isReading,
  baseline: readBaseline,
  use: fromSeed,
});
const supply = openSupply(proof); // from here on the requests change what lists show
const changing = await compareChanging(proof, supply);
const outcomes = [...reading, ...changing];
const baseline = new Map(changing.map((outcome) => [keyOf(outcome), outcome.answers]));
const isChanging = (route: Route) => !isReading(route);
const survivors = await findSurvivingGuards(proof, survivingReads, { which: isChanging, baseline, use: supply.use });
const survivingGuards = survivors.filter((mutant) => mutant !== control).map(({ name }) => name);
if (!survivors.includes(control)) faults.push('An answer changed although no guard was weakened.');
const scopes = findSurvivingScopes(columns);
const { compared, leaks } = findExistenceLeaks(outcomes);

printAnswers(outcomes);
const asked = outcomes.reduce((sum, { answers }) => sum + answers.length, 0);
console.log('');
report(`endpoints: ${proof.routes.both.length}, unclassified: ${unclassified.length}`, unclassified);
const differences = outcomes.flatMap((outcome) => outcome.differences);
report(`requests: ${asked} × 3 ways, differences: ${differences.length}`, differences);
const later = outcomes.reduce((sum, { refusedLater }) => sum + refusedLater, 0);
console.log(`  refused by the database alone, with another answer than 403 forbidden: ${later}`);
console.log(`  protected by the guard alone: ${Object.keys(GUARD_ALONE).join(', ')}`);
report(`answers about hidden and absent objects: ${compared} compared, ${leaks.length} differ`, leaks);
report(`tables: ${tables.length}, rows with the wrong access: ${atTables.length}`, atTables);
const policyMutants = databaseMutants(tables).length;
report(
  `policies weakened, dropped, added: ${noticed(policyMutants, survivingMutants)} by SQL as the role`,
  survivingMutants,
);
console.log(
  `  weakened policies by which readers and clients read: ${noticed(policies.tried, policies.survivors)} by answers of the API without guards`,
);
if (policies.survivors.length > 0) console.log(`  noticed by SQL alone: ${policies.survivors.join(', ')}`);
report(
  `guards weakened: ${noticed(mutants.length, survivingGuards)} by answers of the API without row-level security`,
  survivingGuards,
);
console.log(`  not weakened, behind other conditions: rows of ${Object.keys(BEHIND_OTHERS).join(', ')}`);
report(
  `scopes widened: ${noticed(scopes.tried, scopes.survivors)} by comparing the database with the policy table`,
  scopes.survivors,
);
console.log(`${Math.round((performance.now() - began) / 1000)} s`);
if (faults.length > 0) console.log(`${faults.length} faults`);
const tried = policyMutants + mutants.length + scopes.tried;
const survived = survivingMutants.length + survivingGuards.length + scopes.survivors.length;
const figures = {
  requests: asked,
  differences: differences.length,
  mutants: tried,
  mutants_noticed: tried - survived,
  faults: faults.length,
};
recordRun('policy', options, [figures]);
console.log(JSON.stringify({ policy: figures }));
process.exitCode = faults.length > 0 ? 1 : 0;
