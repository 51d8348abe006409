import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS } from '../../apps/local/src/apps.ts';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { openEventClient } from '../support/api/event-client.ts';
import { createPerson } from '../support/db/people.ts';
import { asApiRole } from '../support/db/as-login.ts';
import { eventually } from '../support/eventually.ts';
import { startFakeServer } from '../support/fake-server.ts';
import { openLoopFaults, type LoopFaults } from '../support/processes/loop-faults.ts';
import { expectAged, expectAllWork, expectFailing, readLoops, readMetric } from '../support/processes/loop-health.ts';
import { LOOPS, LOOPS_OF_WORK, type LoopRow } from '../support/processes/loop-table.ts';
import { startApp, type AppProcess } from '../support/processes/processes.ts';
import { startRedis, type RedisServer } from '../support/queue/redis.ts';

const { DATABASE_URL: databaseUrl = '' } = process.env;
const opened = new AsyncDisposableStack();
let faults: LoopFaults;
let redis: RedisServer;
let folder: string;
let others: string;

beforeAll(async () => {
  faults = opened.use(await openLoopFaults(databaseUrl));
  redis = opened.use(await startRedis());
  folder = await mkdtemp(join(tmpdir(), 'trunkline-loops-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const server = opened.use(await startFakeServer((_request, response) => void response.writeHead(404).end('{}')));
  others = server.url;
});
afterAll(() => opened.disposeAsync());

/** With every feature that has a loop. */
const start = (name: string): Promise<AppProcess> =>
  startApp(name, {
    healthyWithinMs: 120_000,
    env: {
      DATABASE_URL: name === 'api' ? asApiRole(databaseUrl) : databaseUrl,
      REDIS_URL: redis.url,
      LOG_LEVEL: 'info',
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'a-token-of-a-test',
      TWILIO_API_URL: others,
      OWNED_PHONE_NUMBERS: '+16175006181',
      OPENAI_API_KEY: 'a-key-of-a-test',
      OPENAI_BASE_URL: others,
      RECORDINGS_DIR: join(folder, 'recordings'),
      RECORDING_RETENTION_DAYS: '30',
      RECORDING_DELETE_AT_TWILIO: 'true',
      SPOOL_DIR: join(folder, 'spool'),
      SPOOL: 'all',
    },
  });

const rowsOf = (app: string, has: (row: LoopRow) => unknown): string[] =>
  Object.entries(LOOPS[app]!).flatMap(([loop, row]) => (has(row) ? [loop] : []));
const tablesOf = (apps: readonly string[]): string[] => [
  ...new Set(apps.flatMap((app) => Object.values(LOOPS[app]!).flatMap(({ table }) => table ?? []))),
];

type Apps = ReadonlyMap<string, AppProcess>;

/** Runs apps at the same time, as a deployment does: a test of all of them waits once. They end with `apps`. */
async function startAll(apps: AsyncDisposableStack, names: readonly string[]): Promise<Apps> {
  return new Map(await Promise.all(names.map(async (name) => [name, apps.use(await start(name))] as const)));
}

/** Every app does this at the same time; what fails is said with the app's name. */
const ofEach = (apps: Apps, check: (app: AppProcess, name: string) => Promise<void>): Promise<unknown> =>
  Promise.all(
    Array.from(apps, ([name, app]) =>
      check(app, name).catch((cause: unknown) => {
        throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      }),
    ),
  );

/** Waits until these loops of each app fail, undoes the fault, and waits until all loops work. */
async function expectFailures(
  apps: Apps,
  has: (row: LoopRow) => unknown,
  undo: () => Promise<unknown>,
  message: RegExp,
): Promise<void> {
  try {
    await ofEach(apps, (app, name) => expectFailing(app, rowsOf(name, has), message));
  } finally {
    await undo();
  }
  await ofEach(apps, expectAllWork);
}

/** New calls are added once each: the round after a failed one has nothing to add. */
async function expectNewCallsFail(app: AppProcess): Promise<void> {
  const sid = `CA${'1'.repeat(32)}`;
  await eventually(async () => {
    await faults.query(`select pg_notify('trunkline_calls', $1)`, [JSON.stringify([sid])]);
    expect(await readMetric(app, 'loop_failures_total')).toMatchObject({ 'new calls': 1 });
  });
}

const SQL_FAULT = /relation ".*" does not exist/;
const QUEUE_FAULT = /queue|closed|timed out|timeout|ECONNREFUSED|Connection/i;
const names = APPS.map(({ name }) => name);

test('every app has its rows', () => {
  expect(Object.keys(LOOPS).toSorted()).toEqual(names.toSorted());
});

test('every loop that the sources start has a row', () => {
  const sources = globSync(['{apps,packages}/*/src/**/*.ts'], { cwd: CHECKOUT, exclude: ['**/*.test.ts'] });
  const started = sources.flatMap((path) => {
    const text = readFileSync(join(CHECKOUT, path), 'utf8');
    return [...text.matchAll(/startLoop\(\s*'([^']+)'/g)].map(([, name]) => name!);
  });
  const known = [...Object.values(LOOPS).flatMap((loops) => Object.keys(loops)), ...Object.keys(LOOPS_OF_WORK)];
  expect(started.length).toBeGreaterThan(5);
  expect(known).toEqual(expect.arrayContaining(started));
});

/** What a loop of the API needs for its rounds to read anything. */
async function follow(app: AppProcess) {
  await using db = openDatabase(databaseUrl, 'loops of a test');
  const { headers } = await createPerson(db, 'superadmin');
  return await openEventClient(`${app.url}/events/calls`, { headers });
}

test('each loop of every app outlives its failures, says so, and works again', async () => {
  const [late, early] = [['api', 'worker-status'], names.filter((name) => name !== 'api' && name !== 'worker-status')];
  const withTable = ({ table }: LoopRow) => table;
  const reading = ({ table, isSlow, queue }: LoopRow) => table && !isSlow && !queue;
  await using running = new AsyncDisposableStack();

  // The rounds of the start fail too. The API has work only with a client, and worker-status takes jobs only from the queue.
  const show = await faults.hideTables(tablesOf(early));
  const first = await startAll(running, early).catch(async (error: unknown) => {
    await show();
    throw error;
  });
  await expectFailures(first, withTable, show, SQL_FAULT);
  const second = await startAll(running, late);
  using _client = await follow(second.get('api')!);
  await ofEach(second, expectAllWork);
  await expectFailures(
    new Map([['api', second.get('api')!]]),
    withTable,
    await faults.hideTables(tablesOf(['api'])),
    SQL_FAULT,
  );

  const apps: Apps = new Map([...first, ...second]);
  await ofEach(apps, async (app, name) => {
    await expectAllWork(app);
    expect(Object.keys(await readLoops(app)).toSorted()).toEqual(Object.keys(LOOPS[name]!).toSorted());
  });
  await expectFailures(apps, (row) => row.listens || reading(row), await faults.refuseConnections(), /./);

  const unlock = await faults.lockTables(tablesOf(names));
  await ofEach(apps, (app, name) => expectAged(app, rowsOf(name, reading))).catch(async (error: unknown) => {
    await unlock();
    throw error;
  });
  await expectFailures(apps, reading, unlock, /timeout/i);
}, 600_000);

const withQueue = names.filter((name) => rowsOf(name, ({ queue }) => queue).length > 0);
test.each([
  ['every app but worker-status', withQueue.filter((name) => name !== 'worker-status'), [], QUEUE_FAULT],
  // It takes jobs from Postgres then: that fails too, or the loop would work.
  ['worker-status', ['worker-status'], tablesOf(['worker-status']), /./],
] as const)(
  '%s: without the queue each loop that needs it outlives its failures, says so, and works again',
  async (_which, started, hidden, message) => {
    redis.signal('SIGSTOP');
    const show = await faults.hideTables(hidden);
    const undo = async (): Promise<void> => {
      await show();
      redis.signal('SIGCONT');
    };
    await using running = new AsyncDisposableStack();
    const apps = await startAll(running, started).catch(async (error: unknown) => {
      await undo();
      throw error;
    });
    const reconcile = apps.get('worker-reconcile');
    const needsQueue = (row: LoopRow) => row.queue && row !== LOOPS['worker-reconcile']!['new calls'];
    try {
      if (reconcile) await expectNewCallsFail(reconcile);
    } catch (error) {
      await undo();
      throw error;
    }
    await expectFailures(apps, needsQueue, undo, message);
    expect([...apps.values()].every((app) => app.isRunning)).toBe(true);
  },
  400_000,
);

test('ingest: without a folder its loops outlive their failures, say so, and work again', async () => {
  await using app = await start('ingest');
  expect(rowsOf('ingest', (row) => row.folder)).toEqual(['spool', 'spool room']);
  await expectAllWork(app);
  const [spool, kept] = [join(folder, 'spool'), join(folder, 'kept')];
  await rename(spool, kept);
  await writeFile(spool, '');
  const undo = async (): Promise<void> => {
    await rm(spool);
    await rename(kept, spool);
  };
  await expectFailures(new Map([['ingest', app]]), (row) => row.folder, undo, /ENOTDIR|EEXIST/);
}, 200_000);
