import '../test/support/processes/end-with-parent.ts';
import { openDatabase, unscoped, type Database, type Queryable, type Scoped } from '@trunkline/db/connection';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { startPostgres } from '../apps/local/src/postgres/start-postgres.ts';
import { databaseUrl } from '../test/setup/database-url.ts';
import { asApiRole } from '../test/support/db/as-login.ts';
import { migrateForTests } from '../test/support/db/start-database.ts';
import { freePort } from '../test/support/processes/free-port.ts';
import { startApp, type AppProcess } from '../test/support/processes/processes.ts';
import { median, medianRatio, percentile, round } from './report/figures.ts';

/** A request to the API, and the query behind it. */
export type Endpoint = { path: string; sql: (db: Scoped) => Promise<unknown> };

export type EndpointFigures = {
  endpoint: string;
  /** On the large tables, as are the figures below. */
  per_second: number;
  p95_ms: number;
  sql_per_second: number;
  ratio_vs_sql: number;
  /** The rate as a share of the one on the small tables. */
  top_vs_10k: number;
};

type Options = {
  /** Rows in each database. */
  small: number;
  large: number;
  /** Fills an empty database with so many rows. */
  fill: (db: Queryable, rows: number) => Promise<void>;
  rows: string;
  endpoints: readonly Endpoint[];
  rounds: number;
  turnMs: number;
};
type Side = { db: Database; api: AppProcess };
type Rates = { large: number; small: number; sql: number };

const REQUESTS_AT_ONCE = 4; // fewer than the API has connections

/**
 * Measures endpoints of the API on a small and on a large database, in turns with the SQL of the same query on the large
 * one. Prints the figures of each.
 */
export async function compareEndpoints(bench: string, options: Options): Promise<EndpointFigures[]> {
  const { endpoints, rounds, turnMs } = options;
  await using opened = new AsyncDisposableStack();
  const postgres = opened.use(await startPostgres({ port: await freePort() }));
  const agent = opened.adopt(new Agent({ keepAlive: true, maxSockets: REQUESTS_AT_ONCE }), (pooled) =>
    pooled.destroy(),
  );
  const small = await openSide('small', options.small);
  const large = await openSide('large', options.large);

  for (const endpoint of endpoints) await turns(endpoint); // both processes have compiled; nothing of the filling is left to do
  const results: EndpointFigures[] = [];
  for (const endpoint of endpoints) {
    const result = await compare(endpoint);
    console.log(JSON.stringify({ bench, ...result }));
    results.push(result);
  }
  console.table(results);
  return results;

  /** A database with rows, an API on it, and a pool with a connection for each request at once. */
  async function openSide(name: string, rows: number): Promise<Side> {
    const url = databaseUrl(postgres.url, name);
    await migrateForTests(url);
    const db = opened.use(openDatabase(url, 'bench', { maxConnections: REQUESTS_AT_ONCE, queryTimeoutMs: 1_200_000 }));
    const began = performance.now();
    await options.fill(db.pool, rows);
    console.log(`  ${rows} ${options.rows} after ${round((performance.now() - began) / 1000, 0)} s`);
    const env = { DATABASE_URL: asApiRole(url), REDIS_URL: undefined, LOG_LEVEL: 'error' };
    return { db, api: opened.use(await startApp('api', { env })) };
  }

  async function compare(endpoint: Endpoint): Promise<EndpointFigures> {
    await turns(endpoint); // to connect, plan and cache
    const measured: Rates[] = [];
    const took: number[] = [];
    for (let n = 0; n < rounds; n++) measured.push(await turns(endpoint, took));
    const of = (side: keyof Rates) => measured.map((rates) => rates[side]);
    return {
      endpoint: `GET ${endpoint.path}`,
      per_second: round(median(of('large')), 0),
      p95_ms: round(percentile(took, 0.95), 0),
      sql_per_second: round(median(of('sql')), 0),
      ratio_vs_sql: round(medianRatio(of('large'), of('sql'))),
      top_vs_10k: round(medianRatio(of('large'), of('small'))),
    };
  }

  async function turns({ path, sql }: Endpoint, took: number[] = []): Promise<Rates> {
    return {
      large: await rate(() => request(large.api, path), took),
      small: await rate(() => request(small.api, path)),
      sql: await rate(() => sql(unscoped(large.db))),
    };
  }

  /** Runs `work` for one turn; returns how often per second it ended, and adds how many milliseconds each took. */
  async function rate(work: () => Promise<unknown>, took: number[] = []): Promise<number> {
    const began = performance.now();
    let done = 0;
    const repeat = async (): Promise<void> => {
      while (performance.now() - began < turnMs) {
        const asked = performance.now();
        await work();
        took.push(performance.now() - asked);
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
}

/** What a bench prints last: the median of its endpoints, and the worst of them. */
export const summaryOf = (results: readonly EndpointFigures[]) => ({
  ratio_vs_sql: round(median(results.map((result) => result.ratio_vs_sql))),
  top_vs_10k: round(median(results.map((result) => result.top_vs_10k))),
  worst_top_vs_10k: Math.min(...results.map((result) => result.top_vs_10k)),
  worst_p95_ms: Math.max(...results.map((result) => result.p95_ms)),
});
