/**
 * `npm run bench:api`: lists and details of the API with 10 thousand and with 1 million calls, each in turns with the SQL
 * of the same query. Prints the rate of each endpoint as a share of the SQL's, and as a share of its own rate on the small
 * tables.
 */
import '../test/support/processes/end-with-parent.ts';
import { openDatabase, unscoped, type Database } from '@trunkline/db/connection';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { startPostgres } from '../apps/local/src/postgres/start-postgres.ts';
import { databaseUrl } from '../test/setup/database-url.ts';
import { asApiRole } from '../test/support/db/as-login.ts';
import { migrateForTests } from '../test/support/db/start-database.ts';
import { freePort } from '../test/support/processes/free-port.ts';
import { startApp, type AppProcess } from '../test/support/processes/processes.ts';
import { ENDPOINTS, type Endpoint } from './api-endpoints.ts';
import { fillCalls } from './fill-calls.ts';
import { median, medianRatio, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';

const options = readOptions('api', {
  small: [10_000, 'calls in the small database'],
  large: [1_000_000, 'calls in the large database'],
  rounds: [9, 'rounds per endpoint'],
  turnMs: [200, 'length of each turn, in milliseconds'],
});
const { rounds, turnMs } = options;
const REQUESTS_AT_ONCE = 4; // fewer than the API has connections

await using opened = new AsyncDisposableStack();
const postgres = opened.use(await startPostgres({ port: await freePort() }));
const agent = opened.adopt(new Agent({ keepAlive: true, maxSockets: REQUESTS_AT_ONCE }), (pooled) => pooled.destroy());
const small = await openSide('small', options.small);
const large = await openSide('large', options.large);

for (const endpoint of ENDPOINTS) await turns(endpoint); // both processes have compiled; nothing of the filling is left to do
const results = [];
for (const endpoint of ENDPOINTS) {
  const result = await compare(endpoint);
  console.log(JSON.stringify({ bench: 'api', ...result }));
  results.push(result);
}
console.table(results);
recordRun('api', options, results);
console.log(
  JSON.stringify({
    bench: 'api',
    ratio_vs_sql: round(median(results.map((result) => result.ratio_vs_sql))),
    top_vs_10k: round(median(results.map((result) => result.top_vs_10k))),
    worst_top_vs_10k: Math.min(...results.map((result) => result.top_vs_10k)),
  }),
);
type Side = { db: Database; api: AppProcess };

/** A database with `calls` calls, an API on it, and a pool with a connection for each request at once. */
async function openSide(name: string, calls: number): Promise<Side> {
  const url = databaseUrl(postgres.url, name);
  await migrateForTests(url);
  const db = opened.use(openDatabase(url, 'bench', { maxConnections: REQUESTS_AT_ONCE, queryTimeoutMs: 600_000 }));
  const began = performance.now();
  await fillCalls(db.pool, calls);
  console.log(`  ${calls} calls after ${round((performance.now() - began) / 1000, 0)} s`);
  const env = { DATABASE_URL: asApiRole(url), REDIS_URL: undefined, LOG_LEVEL: 'error' };
  return { db, api: opened.use(await startApp('api', { env })) };
}

type Rates = { large: number; small: number; sql: number };

async function compare(endpoint: Endpoint) {
  await turns(endpoint); // to connect, plan and cache
  const measured: Rates[] = [];
  for (let n = 0; n < rounds; n++) measured.push(await turns(endpoint));
  const of = (side: keyof Rates) => measured.map((rates) => rates[side]);
  return {
    endpoint: `GET ${endpoint.path}`,
    per_second: round(median(of('large')), 0),
    sql_per_second: round(median(of('sql')), 0),
    ratio_vs_sql: round(medianRatio(of('large'), of('sql'))),
    top_vs_10k: round(medianRatio(of('large'), of('small'))),
  };
}

async function turns({ path, sql }: Endpoint): Promise<Rates> {
  return {
    large: await rate(() => request(large.api, path)),
    small: await rate(() => request(small.api, path)),
    sql: await rate(() => sql(unscoped(large.db))),
  };
}

/** Runs `work` for one turn; returns how often per second it ended. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let done = 0;
  const repeat = async (): Promise<void> => {
    while (performance.now() - began < turnMs) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, repeat));
  return (done / (performance.now() - began)) * 1000;
}

async function request({ url }: AppProcess, path: string): Promise<void> {
  const [response] = (await once(get(`${url}${path}`, { agent }), 'response')) as [IncomingMessage];
  const body = await text(response);
  if (response.statusCode !== 200) throw new Error(`GET ${path} answered ${response.statusCode}: ${body}`);
}
