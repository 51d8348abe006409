import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, withActor } from '@trunkline/db/connection';
import pg from 'pg';
import { databaseUrl } from '../setup/database-url.ts';
import { asApiRole } from '../support/db/as-login.ts';
import { openProof, type Proof } from '../proofs/policy/open-proof.ts';
import { answersTo, casesOf, isReading, makeSeed, nameOf, type Seed } from '../proofs/policy/run-parity.ts';

const url = process.env['DATABASE_URL']!;
const database = new URL(url).pathname.slice(1);

/** Every statement sends its plan as a notice; the plans are those of tables so large that reading one whole is the slowest way. */
const SETTINGS = {
  session_preload_libraries: `'auto_explain'`,
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_level': 'notice',
  'auto_explain.log_format': 'json',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_material: 'off',
  cpu_tuple_cost: '1000',
};

type Plan = {
  'Node Type': string;
  'Parent Relationship'?: string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  'Recheck Cond'?: string;
  Plans?: Plan[];
};
type Explained = { 'Query Text': string; Plan: Plan };

/** It counts the gaps of each class, which are all of them. */
const COUNTED = 'get /api/reconciliation: callback_gaps';

/** Tables that stay small, by their purpose. */
const SMALL = new Set(['profiles', 'interview_templates', 'webhook_endpoints', 'stream_cursors']);

/** The tables that are read whole for each row of a join. */
function readWholePerRow({ Plans = [], ...node }: Plan, isInner = false): string[] {
  const { 'Relation Name': table = '', 'Index Cond': condition, 'Node Type': type } = node;
  const isWhole = isInner && /^(Seq|Index|Index Only) Scan$/.test(type) && condition === undefined && !SMALL.has(table);
  const below = Plans.flatMap((plan) => {
    const relation = plan['Parent Relationship'];
    const startsInner = type === 'Nested Loop' && relation === 'Inner';
    return readWholePerRow(plan, relation !== 'InitPlan' && (isInner || startsInner));
  });
  return isWhole ? [table, ...below] : below;
}

let explained: Explained[] = [];
let proof: Proof;
let seed: Seed;
const { emit } = pg.Client.prototype; // oxlint-disable-line typescript/unbound-method -- called with its client below
beforeAll(async () => {
  const owner = new pg.Client({ connectionString: databaseUrl(process.env['TEST_POSTGRES_URL']!, 'postgres') });
  await owner.connect();
  for (const [name, value] of Object.entries(SETTINGS))
    await owner.query(`alter database ${database} set ${name} = ${value}`);
  await owner.end();
  pg.Client.prototype.emit = function (this: pg.Client, name: string | symbol, ...args: unknown[]) {
    const { message = '' } = (name === 'notice' ? args[0] : {}) as { message?: string };
    const [, json] = /plan:\n(.*)/s.exec(message) ?? [];
    if (json) explained.push(JSON.parse(json) as Explained);
    return emit.call(this, name, ...args);
  };
  proof = await openProof(url);
  seed = await makeSeed(proof);
});
afterAll(async () => {
  await proof[Symbol.asyncDispose]();
  pg.Client.prototype.emit = emit;
});

/**
 * Row-level security is checked before a condition whose functions may leak what they see, `coalesce` among them: no index
 * serves such a join, and its table is read whole.
 */
test('no request has a join that row-level security keeps from its index', async () => {
  const found = new Set<string>();
  const open = proof.routes.both.filter(({ permission }) => permission !== 'public');
  const routes = open.toSorted((a, b) => Number(isReading(b)) - Number(isReading(a))); // the others change what is read
  let statements = 0;
  for (const asked of casesOf(routes, ['superadmin'])) {
    if (asked.whose !== 'own') continue;
    explained = [];
    await answersTo(proof, 'both', asked, seed.own);
    statements += explained.length;
    for (const { 'Query Text': text, Plan } of explained)
      for (const table of readWholePerRow(Plan)) found.add(`${nameOf(asked.route)}: ${table} in ${text.slice(0, 150)}`);
  }
  expect([...found].filter((each) => !each.startsWith(COUNTED))).toEqual([]);
  expect(statements).toBeGreaterThan(200);
});

test('such a join is noticed', async () => {
  await using api = openDatabase(asApiRole(url), 'test');
  const tablesOf = async (condition: string): Promise<string[]> => {
    explained = [];
    const sql = `select i.payload from call_events e left join twilio_webhook_inbox i on ${condition}`;
    await withActor(api, { role: 'superadmin', id: null }, (tx) => tx.query(sql));
    return explained.flatMap(({ Plan }) => readWholePerRow(Plan));
  };
  expect(await tablesOf('i.id = e.inbox_id')).toEqual([]);
  expect(await tablesOf('i.id = coalesce(e.inbox_id, 0)')).toContain('twilio_webhook_inbox_default');
});
