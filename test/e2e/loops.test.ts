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
import { expectAged, expectAllWork, expectFailures, readLoops, readMetric } from '../support/processes/loop-health.ts';
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
const tablesOf = (app: string): string[] => [
  ...new Set(Object.values(LOOPS[app]!).flatMap(({ table }) => table ?? [])),
];

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

test.each(names)(
  '%s: each loop outlives its failures, says so, and works again',
  async (name) => {
    const tables = tablesOf(name);
    const withTable = rowsOf(name, ({ table }) => table);
    // The rounds of the start fail too, except those of the API, which have work only with a client.
    const isEarly = name !== 'api' && name !== 'worker-status';
    const early = isEarly ? await faults.hideTables(tables) : undefined;
    await using app = await start(name);
    using _client = name === 'api' ? await follow(app) : undefined;
    await eventually(async () =>
      expect(Object.keys(await readLoops(app)).toSorted()).toEqual(Object.keys(LOOPS[name]!).toSorted()),
    );
    if (!early) await expectAllWork(app);
    if (name !== 'worker-status') {
      const undo = early ?? (await faults.hideTables(tables));
      await expectFailures(app, withTable, undo, SQL_FAULT);
    }

    const listening = rowsOf(name, ({ listens }) => listens);
    const reading = rowsOf(name, ({ table, isSlow, queue }) => table && !isSlow && !queue);
    if (listening.length + reading.length > 0)
      await expectFailures(app, [...listening, ...reading], await faults.refuseConnections(), /./);

    if (reading.length > 0) {
      const unlock = await faults.lockTables(tables);
      await expectAged(app, reading).catch(async (error: unknown) => {
        await unlock();
        throw error;
      });
      await expectFailures(app, reading, unlock, /timeout/i);
    }
  },
  400_000,
);

test.each(names.filter((name) => rowsOf(name, ({ queue }) => queue).length > 0))(
  '%s: without the queue each loop that needs it outlives its failures, says so, and works again',
  async (name) => {
    redis.signal('SIGSTOP');
    const show = name === 'worker-status' ? await faults.hideTables(tablesOf(name)) : async () => {};
    const undo = async (): Promise<void> => {
      await show();
      redis.signal('SIGCONT');
    };
    let app: AppProcess | undefined;
    try {
      app = await start(name);
    } catch (error) {
      await undo();
      throw error;
    }
    await using process = app;
    const loops = rowsOf(name, ({ queue }) => queue).filter((loop) => loop !== 'new calls');
    if (name === 'worker-reconcile') await expectNewCallsFail(process);
    await expectFailures(process, loops, undo, name === 'worker-status' ? /./ : QUEUE_FAULT);
    expect(process.isRunning).toBe(true);
  },
  300_000,
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
  await expectFailures(
    app,
    rowsOf('ingest', (row) => row.folder),
    undo,
    /ENOTDIR|EEXIST/,
  );
}, 200_000);
