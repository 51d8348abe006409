/**
 * `npm run bench:api`: lists and details of the API with 10 thousand and with 1 million calls, each against the bare SQL
 * of the same query, in turns: the rate of the endpoint as a share of the SQL's, and how it keeps up as the tables grow.
 */
import { openDatabase, unscoped, type Database } from '@trunkline/db/connection';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { startPostgres } from '../apps/local/src/embedded-postgres.ts';
import { migrate } from '../apps/local/src/migrate.ts';
import { databaseUrl } from '../test/setup/database-url.ts';
import { asApiRole } from '../test/support/db/start-database.ts';
import { freePort } from '../test/support/processes/free-port.ts';
import { startApp, type AppProcess } from '../test/support/processes/processes.ts';
import { ENDPOINTS, type Endpoint } from './api-endpoints.ts';
import { fillCalls } from './fill-calls.ts';
import { median, medianRatio, round } from './median.ts';

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '9' },
    'turn-ms': { type: 'string', default: '200' },
  },
});
const [rounds, turnMs] = [Number(values.rounds), Number(values['turn-ms'])];
const AT_ONCE = 4; // fewer than the API has connections

await using opened = new AsyncDisposableStack();
const postgres = opened.use(await startPostgres({ port: await freePort() }));
const agent = opened.adopt(new Agent({ keepAlive: true, maxSockets: AT_ONCE }), (pooled) => pooled.destroy());
const [small, large] = [await openSide('small', Number(values.small)), await openSide('large', Number(values.large))];

for (const endpoint of ENDPOINTS) await turns(endpoint); // both processes compiled; what filling left behind is done
const results = [];
for (const endpoint of ENDPOINTS) {
  const result = await compare(endpoint);
  console.log(JSON.stringify({ bench: 'api', ...result }));
  results.push(result);
}
console.table(results);
console.log(
  JSON.stringify({
    bench: 'api',
    ratio_vs_sql: round(median(results.map((result) => result.ratio_vs_sql))),
    top_vs_10k: round(median(results.map((result) => result.top_vs_10k))),
    worst_top_vs_10k: Math.min(...results.map((result) => result.top_vs_10k)),
  }),
);

type Side = { db: Database; api: AppProcess };

/** A database with so many calls, an API on it, and a pool as large as the requests at once. */
async function openSide(name: string, calls: number): Promise<Side> {
  const url = databaseUrl(postgres.url, name);
  await migrate(url);
  const db = opened.use(openDatabase(url, 'bench', { maxConnections: AT_ONCE, queryTimeoutMs: 600_000 }));
  const began = performance.now();
  await fillCalls(db.pool, calls);
  console.log(`  ${calls} calls after ${round((performance.now() - began) / 1000, 0)} s`);
  const env = { DATABASE_URL: asApiRole(url), REDIS_URL: undefined, LOG_LEVEL: 'error' };
  return { db, api: opened.use(await startApp('api', { env })) };
}

type Rates = { large: number; small: number; sql: number };

async function compare(endpoint: Endpoint) {
  await turns(endpoint); // connected, planned, cached
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
    sql: await rate(() => sql(unscoped(large.db.pool))),
  };
}

/** How often per second something is done, for one turn. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let done = 0;
  const repeat = async (): Promise<void> => {
    while (performance.now() - began < turnMs) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, repeat));
  return (done / (performance.now() - began)) * 1000;
}

async function request({ url }: AppProcess, path: string): Promise<void> {
  const [response] = (await once(get(`${url}${path}`, { agent }), 'response')) as [IncomingMessage];
  const body = await text(response);
  if (response.statusCode !== 200) throw new Error(`GET ${path} answered ${response.statusCode}: ${body}`);
}
