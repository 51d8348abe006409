import type { Role } from '@trunkline/access';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listColumns } from '../../prisma/list-columns.ts';
import type { Route } from '../../apps/api/src/http/route.ts';
import { findUnclassified } from '../proofs/policy/check-inventory.ts';
import { findTellingAnswers } from '../proofs/policy/hidden-or-absent.ts';
import { findTableDifferences } from '../proofs/policy/mutate-database.ts';
import { findSilentGuards, guardMutants, keyOf, type Baseline } from '../proofs/policy/mutate-guards.ts';
import { openProof, type Proof } from '../proofs/policy/open-proof.ts';
import { readTables } from '../proofs/policy/probe-tables.ts';
import {
  casesOf,
  compare,
  isReading,
  makeSeed,
  nameOf,
  type Outcome,
  type Seed,
  type Supply,
} from '../proofs/policy/run-parity.ts';

/** Those who see a part of what there is; `npm run policy` asks as everybody, and everything that changes something too. */
const ROLES: readonly Role[] = ['reader', 'client'];

let proof: Proof;
let seed: Seed;
const outcomes: Outcome[] = [];
beforeAll(async () => {
  proof = await openProof(process.env['DATABASE_URL']!);
  seed = await makeSeed(proof);
}, 60_000);
afterAll(async () => proof[Symbol.asyncDispose]());

test('every endpoint is in the list, asks for a permission, has a sample, and answers nobody in particular with 401', async () => {
  expect(await findUnclassified(proof)).toEqual([]);
});

test('the database lets every role reach the rows of every table that the policy table says, and no others', async () => {
  const tables = await readTables(proof.owner.pool, await listColumns(proof.owner.pool));
  expect(tables.filter(({ rows }) => rows.length === 0)).toEqual([]);
  expect(await findTableDifferences(proof.owner, proof.people, tables)).toEqual([]);
}, 120_000);

test('readers and clients are answered the same by guards and row-level security, and by either alone', async () => {
  const routes = proof.routes.both.filter((route) => isReading(route) && route.permission !== 'public');
  for (const asked of casesOf(routes, ROLES)) outcomes.push(await compare(proof, asked, seed[asked.whose]));
  expect(outcomes.flatMap(({ differences }) => differences)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(150);
}, 240_000);

test('what is hidden from them is answered like what there is not, to the byte', () => {
  const { compared, telling } = findTellingAnswers(outcomes);
  expect(telling).toEqual([]);
  expect(compared).toBeGreaterThan(20);
});

test('a policy that lets through all rows is noticed, and so is a guard that does', async () => {
  const asked = outcomes.find(
    ({ role, route, whose }) => role === 'client' && nameOf(route) === 'get /api/orders' && whose === 'own',
  )!;
  expect((await compare(proof, asked, seed.own)).differences).toEqual([]);
  await proof.owner.pool.query('alter policy orders_select_client on orders using (true)');
  expect((await compare(proof, asked, seed.own)).differences).toHaveLength(1);

  const baseline: Baseline = new Map(outcomes.map((outcome) => [keyOf(outcome), outcome.answers]));
  const weakened = guardMutants(proof).filter(({ name }) => name === 'all rows of orders for own');
  const isAboutOrders = (route: Route) => nameOf(route) === 'get /api/orders';
  const use: Supply['use'] = (whose, work) => work(seed[whose]);
  expect(weakened).toHaveLength(1);
  expect(await findSilentGuards(proof, weakened, { which: isAboutOrders, baseline, use })).toEqual([]);
});
