import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../apps/local/src/postgres/migrate.ts';
import { readRelease } from '../../prisma/released.ts';
import { checkHistory } from '../proofs/chaos/check-history.ts';
import { databaseUrl } from '../setup/database-url.ts';
import { asApiRole } from '../support/db/as-login.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/processes/free-port.ts';
import { startApp, startSimulator, type AppProcess } from '../support/processes/processes.ts';
import { runCli } from '../support/processes/run-cli.ts';
import { hasCommit, openRelease, type ReleaseFolder } from '../support/releases/open-release.ts';
import { controlSimulator, type SimulatorControl } from '../support/twilio/simulator-control.ts';

const { commit } = readRelease();
const DATABASE = 'trunkline_upgrade';
const url = databaseUrl(process.env['TEST_POSTGRES_URL']!, DATABASE);
const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'5'.repeat(32)}`, TWILIO_AUTH_TOKEN: '5'.repeat(32) };
/** All that work on rows; the API reads them. */
const WORKERS = [
  'worker-status',
  'worker-reconcile',
  'worker-recording',
  'worker-transcription',
  'worker-dialer',
  'worker-notify',
];

/** Where the history lacks the commit, `test/integration/compatible-schema.int.test.ts` alone compares the schemas. */
const withHistory = (await hasCommit(commit)) ? describe : describe.skip;

withHistory(`processes of ${commit.slice(0, 7)}, the last release, run while this version migrates and starts`, () => {
  const opened = new AsyncDisposableStack();
  const processes: { version: 'before' | 'now'; name: string; app: AppProcess }[] = [];
  let release: ReleaseFolder;
  let control: SimulatorControl;
  let ingestPort: number;

  const queryAt = async <R extends pg.QueryResultRow>(connectionString: string, sql: string): Promise<R[]> => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      return (await client.query<R>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const query = <R extends pg.QueryResultRow>(sql: string) => queryAt<R>(url, sql);
  const admin = async (sql: string): Promise<void> => void (await queryAt(process.env['TEST_POSTGRES_URL']!, sql));
  const played = async (load: object) => {
    await control.send('POST', 'load', { calls: 40, rate: 20, drop: 0.1, ...load });
    await eventually(() => control.expectDone(), { timeoutMs: 180_000 });
  };
  const applied = () =>
    eventually(
      async () =>
        expect(
          await query(`select processing_status, count(*)::int from twilio_webhook_inbox
            where processing_status not in ('completed', 'quarantined') group by 1`),
        ).toEqual([]),
      { timeoutMs: 180_000 },
    );

  let env: Record<string, string>;
  const start = async (version: 'before' | 'now', name: string, port?: number): Promise<AppProcess> => {
    const login = name === 'api' ? { DATABASE_URL: asApiRole(url) } : {};
    const checkout = version === 'before' ? { checkout: release.folder } : {};
    const options = { ...checkout, ...(port && { port }), healthyWithinMs: 240_000, env: { ...env, ...login } };
    const app = opened.use(await startApp(name, options));
    processes.push({ version, name, app });
    return app;
  };

  beforeAll(async () => {
    await admin(`drop database if exists ${DATABASE} with (force)`);
    opened.defer(() => admin(`drop database if exists ${DATABASE} with (force)`));
    release = opened.use(await openRelease(commit));
    await release.migrate(url);
    const simulatorPort = await freePort();
    ingestPort = await freePort();
    env = {
      ...ACCOUNT,
      DATABASE_URL: url,
      REDIS_URL: process.env['REDIS_URL']!,
      TWILIO_API_URL: `http://127.0.0.1:${simulatorPort}`,
      WEBHOOK_BASE_URL: `http://127.0.0.1:${ingestPort}`,
      OWNED_PHONE_NUMBERS: '+16175006181',
      RECORDINGS_DIR: `${release.folder}/recordings`,
      SPOOL_DIR: `${release.folder}/spool`,
      LOG_LEVEL: 'warn',
    };
    await start('before', 'ingest', ingestPort);
    const simulator = await startSimulator(['--target', `http://127.0.0.1:${ingestPort}`], {
      port: simulatorPort,
      env,
    });
    opened.use(simulator);
    control = controlSimulator(simulator.url);
    await Promise.all([...WORKERS, 'api'].map((name) => start('before', name)));
  }, 600_000);
  afterAll(async () => opened[Symbol.asyncDispose]());

  test('callbacks are acknowledged and applied before, during and after the migration', async () => {
    await played({ seed: 1 });
    const during = played({ seed: 2, calls: 80 });
    await migrate(url);
    await during;
    await played({ seed: 3 });
    await applied();
    const { examples, lost, twice, wrong, acked } = await checkHistory({ control, query });
    expect({ examples, lost, twice, wrong }).toEqual({ examples: [], lost: 0, twice: 0, wrong: 0 });
    expect(acked).toBeGreaterThan(300);
  });

  test('both versions work on the same rows', async () => {
    await Promise.all(WORKERS.map((name) => start('now', name)));
    await played({ seed: 4, calls: 60 });
    const former = processes.find(({ version, name }) => version === 'before' && name === 'worker-status')!;
    await former.app.kill('SIGKILL'); // what it held goes on with this version
    await played({ seed: 5 });
    await applied();
    expect(await checkHistory({ control, query })).toMatchObject({
      examples: [],
      lost: 0,
      twice: 0,
      wrong: 0,
      pending: 0,
    });
  }, 600_000);

  test('each version rebuilds the calls of both without drift', async () => {
    for (const checkout of [release.folder, undefined]) {
      const { code, stdout } = await runCli(['rebuild'], env, undefined, checkout);
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('no drift') });
    }
  });

  test('the API of the last release answers every list', async () => {
    const { app: api } = processes.find(({ name }) => name === 'api')!;
    const { paths } = (await (await fetch(`${api.url}/openapi.json`)).json()) as {
      paths: Record<string, { get?: object }>;
    };
    const lists = Object.keys(paths).filter(
      (path) => paths[path]!.get && !path.includes('{') && !path.includes('events'),
    );
    expect(lists.length).toBeGreaterThan(10);
    for (const path of lists) {
      const response = await fetch(`${api.url}${path}`);
      await response.body?.cancel();
      expect({ path, isFault: response.status >= 500 }).toEqual({ path, isFault: false });
    }
  });

  /** Processes that logged such a fault, and callbacks whose row has one. */
  const findFaults = async (): Promise<string[]> => {
    const logged = processes.filter(({ app }) => SCHEMA_FAULT.test(app.output));
    const rows = await query<{ error: string }>('select error from twilio_webhook_inbox where error is not null');
    const stored = rows.filter(({ error }) => SCHEMA_FAULT.test(error)).map(({ error }) => `callback: ${error}`);
    return [...logged.map(({ version, name }) => `${name} of ${version}`), ...stored];
  };

  test('no process met a table, column, function or right that it does not know', async () => {
    expect(await findFaults()).toEqual([]);
  });

  test('a change that they do not survive is noticed', async () => {
    await query('alter table calls rename column answered_by to answerer');
    await played({ seed: 6 });
    await eventually(async () => expect(await findFaults()).not.toEqual([]), { timeoutMs: 120_000 });
  });
});

/** Postgres' words for what is not as a statement expects it: undefined objects, rights, constraints, plans of before. */
const SCHEMA_FAULT = /does not exist|permission denied|violates|cached plan must not change|ambiguous|"code":"42\w{3}"/;
