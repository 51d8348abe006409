import { randomInt } from 'node:crypto';
import { APPS, variableOf, type App } from '../apps.ts';
import type { LocalConfig } from '../config.ts';
import type { LoginUrls } from '../postgres/logins.ts';

/** A process to run: `apps/<name>/src/main.ts` with these arguments, listening on this port. */
export interface AppPlan {
  name: string;
  port: number;
  args: string[];
  /** In addition to the environment of all apps. */
  env?: NodeJS.ProcessEnv;
}

/** Callbacks are garbage at once: with 32 MB for new objects, ingest spends a tenth less time collecting them. */
const ORDINARY = ['--max-semi-space-size=32'];

/**
 * A load without end, in real time: about twenty calls at once, of seconds to minutes, with enough faults to see them
 * handled. More callbacks per second would only cost CPU and recordings.
 */
const LOAD = ['--calls', '0', '--rate', '1.2', '--longest-talk', '180', '--speed', '1'];
const SIMULATION = [...LOAD, '--duplicate', '0.08', '--reorder', '0.05', '--drop', '0.01'];

/** A process for each app, with the URL by which it logs in to the database. In a demo worker-reconcile deletes as the owner. */
export function planApps(config: LocalConfig, urls: LoginUrls, ownerUrl: string): AppPlan[] {
  const demo = config.DEMO_RETENTION_MINUTES > 0 && { DEMO_DATABASE_URL: ownerUrl };
  return APPS.map(({ name }) => ({
    name,
    port: config[variableOf(name, 'PORT')],
    args: [],
    env: { DATABASE_URL: urls.get(name), ...(name === 'worker-reconcile' && demo) },
  }));
}

/** Node's memory flags for an app; `docker-compose.yml` and the Dockerfile say the same. */
export const memoryFlags = (name: string): readonly string[] =>
  (APPS as readonly App[]).find((app) => app.name === name)?.nodeFlags ?? ORDINARY;

/** The simulated Twilio, and the file of those who call and are called. It starts before the apps, which ask it at once, and calls ingest when that listens. */
export function planSimulator(config: LocalConfig, callersFile: string): AppPlan {
  const port = config.SIMULATOR_PORT;
  const target = ['--target', `http://127.0.0.1:${config.INGEST_PORT}`, '--public-url', config.WEBHOOK_BASE_URL];
  const seed = ['--seed', `${randomInt(1e9)}`]; // another start has used the SIDs of its seed
  const calls = [...SIMULATION, '--callers', callersFile, ...seed];
  const args = ['serve', '--quiet', '--port', `${port}`, '--await-target', ...target, ...calls];
  return { name: 'twilio-simulator', port, args };
}

const simulatedModels = ({ SIMULATOR_PORT }: LocalConfig) => ({
  OPENAI_BASE_URL: `http://127.0.0.1:${SIMULATOR_PORT}/v1`,
  OPENAI_API_KEY: 'simulated',
});

/** Where the people of the demo live, whom SIP phones call. */
const COUNTRIES_OF_CALLERS = 'US,CA,GB';

/** The environment of all apps: ours, completed with what they require. Each app gets its port and login in addition. */
export function appEnv(config: LocalConfig): NodeJS.ProcessEnv {
  const { WEBHOOK_BASE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, OWNED_PHONE_NUMBERS, SIP_USER, SIP_DOMAIN } = config;
  const shared = { WEBHOOK_BASE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, OWNED_PHONE_NUMBERS, SIP_USER, SIP_DOMAIN };
  const simulated = config.isSimulated && { TWILIO_API_URL: `http://127.0.0.1:${config.SIMULATOR_PORT}` };
  return {
    ...(config.isSimulated && { DIAL_COUNTRIES: COUNTRIES_OF_CALLERS }),
    ...process.env,
    ...shared,
    ...simulated,
    ...(config.isSimulated && config.OPENAI_API_KEY === undefined && simulatedModels(config)),
    DEMO_RETENTION_MINUTES: `${config.DEMO_RETENTION_MINUTES}`,
    LOG_LEVEL: config.LOG_LEVEL,
    TWILIO_SIGNATURE_CHECK: config.TWILIO_SIGNATURE_CHECK,
    ...(config.isSimulated && { CONSOLE_BADGE: 'DEMO' }),
    HOST: '127.0.0.1',
  };
}
