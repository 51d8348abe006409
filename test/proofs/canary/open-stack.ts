import { openDatabase, type Database } from '@trunkline/db/connection';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS } from '../../../apps/local/src/apps.ts';
import { freePort } from '../../support/processes/free-port.ts';
import { asApiRole } from '../../support/db/as-login.ts';
import { startDatabase } from '../../support/db/start-database.ts';
import { startApp, startSimulator, type AppProcess } from '../../support/processes/processes.ts';
import { startRedis, type RedisServer } from '../../support/queue/redis.ts';
import type { Backend } from '../../support/processes/stack.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhooks/webhook-receiver.ts';
import type { CanaryName } from './canaries.ts';

/** The whole system with canaries as secrets, as processes that log everything. */
export type CanaryStack = AsyncDisposable & {
  db: Database;
  databaseUrl: string;
  redis: RedisServer | null;
  receiver: WebhookReceiver;
  /** Our processes by the names of their apps, without the simulator. */
  apps: Readonly<Record<string, AppProcess>>;
  simulator: AppProcess;
};

export async function openCanaryStack(backend: Backend, canaries: Record<CanaryName, string>): Promise<CanaryStack> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-canary-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const { url: databaseUrl } = starting.use(await startDatabase('canary'));
  const redis = backend === 'redis' ? starting.use(await startRedis()) : null;
  const receiver = starting.use(await startWebhookReceiver());
  const [ingestPort, simulatorPort] = [await freePort(), await freePort()];
  const env = {
    TWILIO_ACCOUNT_SID: `AC${'ca4a41'.padEnd(32, '0')}`,
    TWILIO_AUTH_TOKEN: canaries.authToken,
    TWILIO_AUTH_TOKEN_SECONDARY: canaries.secondToken,
    TWILIO_API_URL: `http://127.0.0.1:${simulatorPort}`,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis?.url,
    WEBHOOK_BASE_URL: `http://127.0.0.1:${ingestPort}`,
    OWNED_PHONE_NUMBERS: '+16175006181',
    SPOOL_DIR: join(folder, 'spool'),
    RECORDINGS_DIR: join(folder, 'recordings'),
    OPENAI_BASE_URL: `http://127.0.0.1:${simulatorPort}/v1`,
    OPENAI_API_KEY: canaries.modelKey,
    WEBHOOKS_ALLOW_PRIVATE: 'true',
    DIAL_PER_SECOND: '10',
    LOG_LEVEL: 'debug',
  };
  const start = async (name: string, options: Parameters<typeof startApp>[1] = {}) =>
    starting.use(await startApp(name, { ...options, env: { ...env, ...options.env } }));
  const noLoad = ['--calls', '0', '--rate', '0.01', '--cps', '50', '--talk-seconds', '0'];
  const args = ['--target', env.WEBHOOK_BASE_URL, ...noLoad];
  const simulator = starting.use(await startSimulator(args, { port: simulatorPort, env }));
  const apps: Record<string, AppProcess> = { ingest: await start('ingest', { port: ingestPort }) };
  for (const { name } of APPS) if (name.startsWith('worker-')) apps[name] = await start(name);
  apps['api'] = await start('api', {
    env: {
      DATABASE_URL: asApiRole(databaseUrl),
      API_KEYS: canaries.apiKey,
      JWT_SECRET: canaries.jwtSecret,
      JWT_ISSUER: 'canary',
      JWT_AUDIENCE: 'trunkline',
      SIGNED_URL_SECRET: canaries.signingSecret,
      BOARD_PASSWORD: canaries.boardPassword,
      LOCAL_OPERATOR: 'false',
    },
  });
  const db = starting.use(openDatabase(databaseUrl, 'canary'));
  const opened = starting.move();
  return {
    db,
    databaseUrl,
    redis,
    receiver,
    apps,
    simulator,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
