import { openDatabase, type Database } from '@trunkline/db/connection';
import { DURABLE, startDatabase } from '../../support/db/start-database.ts';
import { freePort } from '../../support/processes/free-port.ts';
import { startApp, startSimulator, type AppProcess } from '../../support/processes/processes.ts';
import { startRedis } from '../../support/queue/redis.ts';
import { openTcpGate, type TcpGate } from '../../support/processes/tcp-gate.ts';
import { controlSimulator, type SimulatorControl } from '../../support/twilio/simulator-control.ts';

export type DialerStack = AsyncDisposable & {
  db: Database;
  dialers: AppProcess[];
  control: SimulatorControl;
  /** Between the dialers and the simulator. */
  gate: TcpGate;
  /** The webhooks of the calls. */
  ingestUrl: string;
};

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'d1a1'.padEnd(32, '0')}`, TWILIO_AUTH_TOKEN: 'd1a1'.padEnd(32, '1') };
/** Half of all callbacks are never sent: calls without any have to be found in Twilio's lists. */
const CALLBACKS = ['--drop', '0.5', '--duplicate', '0.1', '--reorder', '0.1'];
/** Twilio's lists lag by 3 s; the requests of a call can be read a quarter of an hour after its end. */
const LISTS = ['--rest-lag', '3', '--events-delay', '900', '--cps', '500'];

/** Two dialers, ingest and worker-status for the callbacks of their calls, and a simulator, each as a process. */
export async function startDialerStack(perSecond: number, lookSeconds: number): Promise<DialerStack> {
  await using starting = new AsyncDisposableStack();
  const { url: databaseUrl } = starting.use(await startDatabase('dialer', { settings: DURABLE }));
  const redis = starting.use(await startRedis());
  const [ingestPort, simulatorPort] = [await freePort(), await freePort()];
  const ingestUrl = `http://127.0.0.1:${ingestPort}`;
  const env = {
    ...ACCOUNT,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    WEBHOOK_BASE_URL: ingestUrl,
    LOG_LEVEL: 'error',
    DIAL_PER_SECOND: `${perSecond}`,
    DIAL_CAP_ACCOUNT: 'off',
    SUBMISSION_LOOK_SECONDS: `${lookSeconds}`,
  };
  const start = async (name: string, options: Parameters<typeof startApp>[1] = {}) =>
    starting.use(await startApp(name, { ...options, env: { ...env, ...options.env } }));
  await start('ingest', { port: ingestPort });
  await start('worker-status');
  const args = ['--target', ingestUrl, ...CALLBACKS, ...LISTS];
  const simulator = starting.use(await startSimulator(args, { port: simulatorPort, env }));
  const gate = starting.use(await openTcpGate(simulator.url));
  const dialers = await Promise.all(
    [1, 2].map(() => start('worker-dialer', { env: { TWILIO_API_URL: new URL(gate.url).origin } })),
  );
  const db = starting.use(openDatabase(databaseUrl, 'proof of the dialer'));
  const control = controlSimulator(simulator.url);
  const opened = starting.move();
  return { db, dialers, control, gate, ingestUrl, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
