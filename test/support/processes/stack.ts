import './end-with-parent.ts';
import { callbacksQueue, chooseQueueBackend, openQueue } from '@trunkline/queues';
import { Redis } from 'ioredis';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { startPostgres } from '../../../apps/local/src/postgres/start-postgres.ts';
import { freePort } from './free-port.ts';
import { childrenOf } from './process-tree.ts';
import { eventually } from '../eventually.ts';
import { startApp, startSimulator, type AppProcess } from './processes.ts';
import { databaseUrl as urlOf } from '../../setup/database-url.ts';
import { asApiRole } from '../db/as-login.ts';
import { DURABLE, migrateForTests, startMigrated } from '../db/start-database.ts';
import { withSession } from '../db/with-session.ts';
import { startRedis, type RedisServer } from '../queue/redis.ts';
import { countSpooled } from '../spool.ts';
import { controlSimulator, type SimulatorControl } from '../twilio/simulator-control.ts';

export type Backend = 'redis' | 'postgres';
export type Stack = AsyncDisposable & {
  backend: Backend;
  ingest: AppProcess;
  workers: AppProcess[];
  relay: AppProcess | null;
  simulator: AppProcess;
  /** Of the simulator. */
  control: SimulatorControl;
  api: AppProcess | null;
  dialer: AppProcess | null;
  redis: RedisServer | null;
  databaseUrl: string;
  /** Callbacks that ingest has acknowledged and keeps on disk until Postgres stores them. */
  countSpooled(): Promise<number>;
  /** Crashes Postgres (`immediate`) and starts it again on the same data. */
  crashPostgres(downMs: number): Promise<void>;
  /** Stops all processes of Postgres for a time: connections stay open, and nothing is answered. */
  freezePostgres(frozenMs: number): Promise<void>;
  /** Enqueues the latest callbacks again, as any queue may deliver a job twice. */
  deliverAgain(): Promise<void>;
  /** Deletes everything in the queue. */
  flushQueue(): Promise<void>;
  query: Query;
  /** Several statements that see the same moment. */
  inSnapshot<T>(work: (query: Query) => Promise<T>): Promise<T>;
};

type Query = <R extends pg.QueryResultRow>(sql: string) => Promise<R[]>;

const DATABASE = 'chaos';

/** The account of every stack; its token signs callbacks. */
export const ACCOUNT = {
  TWILIO_ACCOUNT_SID: `AC${'c4a05'.padEnd(32, '0')}`,
  TWILIO_AUTH_TOKEN: 'c4a05'.padEnd(32, '1'),
};

type StackOptions = {
  /** Added to the environment of ingest, and of each worker-status. */
  ingestEnv?: Record<string, string>;
  workerEnv?: Record<string, string>;
  relay?: boolean;
  /** Of ingest's spool; a new one by default. */
  spoolFolder?: string;
  /** A faster clock for all processes. */
  clock?: { start: Date; speed: number };
  api?: boolean;
  /** Added to the environment of the API. */
  apiEnv?: Record<string, string>;
  dialer?: boolean;
  /** Fetches and keeps recordings. */
  recording?: boolean;
  /** Transcribes and scores answers with the models of the simulator. */
  transcription?: boolean;
  /** Prepares the database at this URL, which does not exist yet, before it is migrated. */
  prepare?: (databaseUrl: string) => Promise<void>;
};

/** Starts the whole system as processes that can be killed, frozen and started again. */
export async function startStack(
  backend: Backend,
  {
    ingestEnv = {},
    workerEnv = {},
    relay: hasRelay = true,
    spoolFolder: givenSpool,
    clock,
    api = false,
    apiEnv = {},
    dialer = false,
    recording = false,
    transcription = false,
    prepare,
  }: StackOptions = {},
): Promise<Stack> {
  await using starting = new AsyncDisposableStack();
  const folder = starting.adopt(await openFolder(), (path) => rm(path, { recursive: true, force: true }));
  const postgresOptions = { dataDir: join(folder, 'postgres'), port: await freePort(), settings: DURABLE };
  let postgres = prepare
    ? await startPostgres(postgresOptions)
    : (await startMigrated(DATABASE, postgresOptions)).server;
  starting.defer(() => postgres[Symbol.asyncDispose]());
  const databaseUrl = urlOf(postgres.url, DATABASE);
  if (prepare) {
    await prepare(databaseUrl);
    await migrateForTests(databaseUrl);
  }
  const redis = backend === 'redis' ? starting.use(await startRedis()) : null;

  const spoolFolder = givenSpool ?? join(folder, 'spool');
  const [ingestPort, simulatorPort] = [await freePort(), await freePort()];
  const env = {
    ...ACCOUNT,
    ...(clock && { CLOCK_START: clock.start.toISOString(), CLOCK_SPEED: `${clock.speed}` }),
    TWILIO_API_URL: `http://127.0.0.1:${simulatorPort}`,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis?.url,
    WEBHOOK_BASE_URL: `http://127.0.0.1:${ingestPort}`,
    OWNED_PHONE_NUMBERS: '+16175006181',
    SPOOL: 'all',
    SPOOL_DIR: spoolFolder,
    RECORDINGS_DIR: join(folder, 'recordings'),
    LOG_LEVEL: 'warn',
  };
  const start = async (name: string, options: Parameters<typeof startApp>[1] = {}) =>
    starting.use(await startApp(name, { ...options, env: { ...env, ...options.env } }));
  const ingest = await start('ingest', { port: ingestPort, env: ingestEnv });
  const workers = await Promise.all([1, 2].map(() => start('worker-status', { env: workerEnv })));
  const simulator = starting.use(await startSimulator(['--target', ingest.url], { port: simulatorPort, env }));
  // After the simulator: the daily scan begins at once, and one that fails is repeated a minute later.
  const relay = hasRelay ? await start('worker-reconcile') : null;
  const apiApp = api
    ? await start('api', { healthyWithinMs: 120_000, env: { ...apiEnv, DATABASE_URL: asApiRole(env.DATABASE_URL) } })
    : null;
  if (recording) await start('worker-recording');
  if (transcription)
    await start('worker-transcription', {
      env: { OPENAI_BASE_URL: `${simulator.url}/v1`, OPENAI_API_KEY: 'simulated' },
    });
  const dialerApp = dialer ? await start('worker-dialer', { env: { DIAL_PER_SECOND: '100' } }) : null;

  const query: Query = (sql) => withSession(databaseUrl, (client) => rowsOf(client)(sql));
  const queue = starting.use(
    openQueue(callbacksQueue, chooseQueueBackend({ DATABASE_URL: env.DATABASE_URL, REDIS_URL: env.REDIS_URL })),
  );
  let again = 0;
  const opened = starting.move();
  return {
    backend,
    ingest,
    workers,
    relay,
    simulator,
    control: controlSimulator(simulator.url),
    api: apiApp,
    dialer: dialerApp,
    redis,
    databaseUrl,
    countSpooled: () => countSpooled(spoolFolder),
    query,
    inSnapshot: (work) =>
      withSession(databaseUrl, async (client) => {
        await client.query('begin isolation level repeatable read read only');
        return work(rowsOf(client));
      }),
    async crashPostgres(downMs) {
      await postgres.stop('immediate');
      await delay(downMs);
      postgres = await startPostgres(postgresOptions);
    },
    async freezePostgres(frozenMs) {
      const { pid } = postgres;
      signalIfRunning(pid, 'SIGSTOP'); // first, so that it starts no more
      const all = [...childrenOf(pid), pid];
      for (const each of all) signalIfRunning(each, 'SIGSTOP');
      await delay(frozenMs);
      for (const each of all) signalIfRunning(each, 'SIGCONT');
    },
    async deliverAgain() {
      const rows = await query<{ id: string }>('select id from twilio_webhook_inbox order by id desc limit 60');
      await queue.add([{ jobId: `again-${(again += 1)}`, data: { ids: rows.map((row) => row.id) } }]);
    },
    flushQueue: () => (redis ? flushRedis(redis.url) : truncateQueueSchema(query)),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const rowsOf =
  (client: pg.Client): Query =>
  async <R extends pg.QueryResultRow>(sql: string) =>
    (await client.query<R>(sql)).rows;

/** A folder that the account of Postgres can enter. */
async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-chaos-'));
  await chmod(folder, 0o755);
  return folder;
}

function signalIfRunning(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended meanwhile
  }
}

async function flushRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, commandTimeout: 2000 });
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

async function truncateQueueSchema(query: Stack['query']): Promise<void> {
  const tables = await query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'`,
  );
  if (tables.length > 0)
    await settled(() => query(`truncate ${tables.map(({ name }) => name).join(', ')} cascade`), 10_000); // workers hold locks on it
}

/** Waits until an assertion about the database holds, through crashes of the database. */
export const settled = <T>(assertion: () => Promise<T>, timeoutMs: number): Promise<T> =>
  eventually(assertion, { timeoutMs, everyMs: 500 });

const UNFINISHED = `
select count(*)::integer as count from twilio_webhook_inbox where processing_status in ('pending', 'processing', 'failed')`;

/** Callbacks that are neither applied nor given up. */
export async function countUnfinished(stack: Stack): Promise<number> {
  const spooled = await stack.countSpooled(); // before the rows: one that is stored meanwhile is counted twice, never missed
  return spooled + (await stack.query<{ count: number }>(UNFINISHED))[0]!.count;
}

/** Waits until every callback is applied or given up. */
export const untilApplied = (stack: Stack, timeoutMs: number): Promise<void> =>
  settled(async () => {
    const count = await countUnfinished(stack);
    if (count > 0) throw new Error(`${count} callbacks are not applied yet`);
  }, timeoutMs);
