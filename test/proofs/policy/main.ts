/**
 * `npm run policy`: every role asks every endpoint about its own objects, others' and none, with guards and row-level
 * security, and with either alone; then each of them is weakened, one policy and one guard at a time, which must be noticed.
 * Ends with 1 where anything differs, or nobody notices.
 */
import { listColumns } from '../../../prisma/list-columns.ts';
import { startDatabase } from '../../support/db/start-database.ts';
import type { Route } from '../../../apps/api/src/http/route.ts';
import { findUnclassified } from './check-inventory.ts';
import { findSilentPolicies } from './find-silent-policies.ts';
import { GUARD_ALONE } from './guard-alone.ts';
import { findTellingAnswers } from './hidden-or-absent.ts';
import { databaseMutants, findSilentMutants, findTableDifferences } from './mutate-database.ts';
import {
  BEHIND_OTHERS,
  findSilentGuards,
  findSilentScopes,
  guardMutants,
  keyOf,
  nothingWeakened,
} from './mutate-guards.ts';
import { openProof } from './open-proof.ts';
import { printTable } from './print-table.ts';
import { readTables } from './probe-tables.ts';
import { compareChanging, compareReading, isReading, makeSeed, openSupply, type Supply } from './run-parity.ts';

await using opened = new AsyncDisposableStack();
const database = opened.use(await startDatabase('policy'));
const proof = opened.use(await openProof(database.url));
const { owner, people } = proof;
const faults: string[] = [];
const began = performance.now();

/** A line of the report; what is in the list is a fault. */
function report(what: string, list: readonly string[]): void {
  faults.push(...list);
  console.log(`${what}${list.length > 0 ? `\n  ${list.join('\n  ')}` : ''}`);
}
const killed = (tried: number, silent: readonly string[]) => `${tried - silent.length} of ${tried} noticed`;

const seed = await makeSeed(proof);
const columns = await listColumns(owner.pool);
const tables = await readTables(owner.pool, columns);
const unclassified = await findUnclassified(proof);

const reading = await compareReading(proof, seed);
const atTables = await findTableDifferences(owner, people, tables);
const silentMutants = await findSilentMutants(owner, people, tables);
const readBaseline = new Map(reading.map((outcome) => [keyOf(outcome), outcome.answers]));
const policies = await findSilentPolicies(proof, tables, { seed, baseline: readBaseline });
const mutants = guardMutants(proof);
const fromSeed: Supply['use'] = (whose, work) => work(seed[whose]);
const control = nothingWeakened(proof);
const unread = await findSilentGuards(proof, [...mutants, control], {
  which: isReading,
  baseline: readBaseline,
  use: fromSeed,
});
const supply = openSupply(proof); // from here on lists are not what they were
const changing = await compareChanging(proof, supply);
const outcomes = [...reading, ...changing];
const baseline = new Map(changing.map((outcome) => [keyOf(outcome), outcome.answers]));
const isChanging = (route: Route) => !isReading(route);
const silent = await findSilentGuards(proof, unread, { which: isChanging, baseline, use: supply.use });
const silentGuards = silent.filter((mutant) => mutant !== control).map(({ name }) => name);
if (!silent.includes(control)) faults.push('Something was noticed where nothing was weakened.');
const scopes = findSilentScopes(columns);
const { compared, telling } = findTellingAnswers(outcomes);

printTable(outcomes);
const asked = outcomes.reduce((sum, { answers }) => sum + answers.length, 0);
console.log('');
report(`endpoints: ${proof.routes.both.length}, unclassified: ${unclassified.length}`, unclassified);
const differences = outcomes.flatMap((outcome) => outcome.differences);
report(`requests: ${asked} × 3 ways, differences: ${differences.length}`, differences);
const later = outcomes.reduce((sum, { refusedLater }) => sum + refusedLater, 0);
console.log(`  of which the database alone refused otherwise than with 403 forbidden: ${later}`);
console.log(`  the guard alone keeps roles away from: ${Object.keys(GUARD_ALONE).join(', ')}`);
report(`hidden and absent compared: ${compared}, told apart: ${telling.length}`, telling);
report(
  `tables: ${tables.length}, rows that a role can reach and should not, or cannot and should: ${atTables.length}`,
  atTables,
);
const policyMutants = databaseMutants(tables).length;
report(`policies weakened, dropped, added: ${killed(policyMutants, silentMutants)} by SQL as the role`, silentMutants);
console.log(
  `  weakened policies of readers’ and clients’ reading: ${killed(policies.tried, policies.silent)} by answers of the API without guards`,
);
if (policies.silent.length > 0) console.log(`  by SQL alone: ${policies.silent.join(', ')}`);
report(
  `guards weakened: ${killed(mutants.length, silentGuards)} by answers of the API without row-level security`,
  silentGuards,
);
console.log(`  not weakened, since they stand behind others: rows of ${Object.keys(BEHIND_OTHERS).join(', ')}`);
report(
  `scopes widened: ${killed(scopes.tried, scopes.silent)} by comparing the database with the policy table`,
  scopes.silent,
);
console.log(`${Math.round((performance.now() - began) / 1000)} s`);
if (faults.length > 0) console.log(`${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
