import type { Role } from '@trunkline/access';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listColumns } from '../../prisma/list-columns.ts';
import type { Route } from '../../apps/api/src/http/route.ts';
import { findUnclassified } from '../proofs/policy/check-inventory.ts';
import { findExistenceLeaks } from '../proofs/policy/find-existence-leaks.ts';
import { findTableDifferences } from '../proofs/policy/mutate-database.ts';
import { findSurvivingGuards, guardMutants, keyOf, type Baseline } from '../proofs/policy/mutate-guards.ts';
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

/** The roles that see a part of the rows. `npm run policy` covers all roles, and changing requests too. */
const ROLES: readonly Role[] = ['reader', 'client'];

let proof: Proof;
let seed: Seed;
const outcomes: Outcome[] = [];
beforeAll(async () => {
  proof = await openProof(process.env['DATABASE_URL']!);
  seed = await makeSeed(proof);
});
afterAll(async () => proof[Symbol.asyncDispose]());

test('every endpoint is listed, requires a permission, has a sample, and answers 401 without credentials', async () => {
  expect(await findUnclassified(proof)).toEqual([]);
});

test('every role reaches exactly the rows of each table that the policy table gives it', async () => {
  const tables = await readTables(proof.owner.pool, await listColumns(proof.owner.pool));
  expect(tables.filter(({ rows }) => rows.length === 0)).toEqual([]);
  expect(await findTableDifferences(proof.owner, proof.people, tables)).toEqual([]);
});

test('readers and clients get the same answers from guards and row-level security together and from each alone', async () => {
  const routes = proof.routes.both.filter((route) => isReading(route) && route.permission !== 'public');
  for (const asked of casesOf(routes, ROLES)) outcomes.push(await compare(proof, asked, seed[asked.whose]));
  expect(outcomes.flatMap(({ differences }) => differences)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(150);
});

test('a hidden object gets the same answer as an absent one, byte by byte', () => {
  const { compared, leaks } = findExistenceLeaks(outcomes);
  expect(leaks).toEqual([]);
  expect(compared).toBeGreaterThan(20);
});

test('a policy that opens all rows is noticed, and so is a guard that does', async () => {
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
  expect(await findSurvivingGuards(proof, weakened, { which: isAboutOrders, baseline, use })).toEqual([]);
});
