import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EnvError } from '@trunkline/service';
import { keepLogsBounded } from './apps/bound-logs.ts';
import { appEnv, planApps, planSimulator } from './apps/plan-apps.ts';
import type { AppContext } from './apps/run-app.ts';
import { SupervisedApp } from './apps/supervised-app.ts';
import { CHECKOUT } from './checkout.ts';
import { listAddresses } from './demo/cast.ts';
import { buildConsole, consoleFolder } from './console/build-console.ts';
import type { LocalConfig } from './config.ts';
import { prepareLogins } from './postgres/logins.ts';
import { checkDatabase } from './postgres/check-database.ts';
import { migrate } from './postgres/migrate.ts';
import { DEMO_POSTGRES } from './postgres/demo-settings.ts';
import { supervisePostgres } from './postgres/supervised-postgres.ts';
import { type Terminal, withoutRepeats } from './screen/terminal.ts';

interface Killable {
  kill(): void;
}

export interface StartContext {
  config: LocalConfig;
  terminal: Terminal;
  /** Ends the start early. */
  signal: AbortSignal;
  /** Receives everything that was started; disposed in reverse: simulator, apps, database. */
  opened: AsyncDisposableStack;
  /** Receives what a second Ctrl-C kills. */
  killable: Killable[];
}

export interface Started {
  apps: SupervisedApp[];
  logFolder: string;
  databaseUrl: string;
  /** Everything that this start writes to the disk is below them. */
  dataFolders: string[];
  /** Starts every app again with these variables; resolves when all are healthy. */
  restartApps: (change: NodeJS.ProcessEnv) => Promise<void>;
}

/** Starts the database, migrates it, starts the simulator and then the apps; resolves when all are healthy. */
export async function startEverything(context: StartContext): Promise<Started> {
  const { config, terminal, signal, opened } = context;
  const logFolder = await makeLogFolder(config);
  opened.use(keepLogsBounded(logFolder));
  if (!config.isSimulated && !config.TUNNEL && config.WEBHOOK_BASE_URL.includes('//127.0.0.1'))
    terminal.say('Twilio cannot reach 127.0.0.1: set WEBHOOK_BASE_URL to the public address of ingest');
  if (config.TWILIO_SIGNATURE_CHECK === 'log')
    terminal.say('Wrong signatures are logged and accepted: set TWILIO_SIGNATURE_CHECK=enforce once they are right');
  const console = await startConsoleBuild(context);
  const dataFolders = [dataFolder(config)];
  if (config.DATABASE_URL) await checkDatabase(config.DATABASE_URL);
  const databaseUrl = config.DATABASE_URL ?? (await startDatabase(context, dataFolders));
  signal.throwIfAborted();
  terminal.say('Migrating the database');
  await migrate(databaseUrl);
  const urls = await prepareLogins(config, databaseUrl);
  signal.throwIfAborted();

  const appContext = {
    appsFolder: join(CHECKOUT, 'apps'),
    logFolder,
    env: {
      SPOOL: 'all',
      SPOOL_DIR: join(dataFolder(config), 'spool'),
      RECORDINGS_DIR: join(dataFolder(config), 'recordings'),
      CONSOLE_DIR: console.folder,
      ...appEnv(config),
    },
    say: withoutRepeats(terminal.say),
  };
  const groups: SupervisedApp[][] = [];
  opened.defer(async () => {
    for (const group of groups) await Promise.all(group.map((app) => app[Symbol.asyncDispose]())); // the simulator first
  });
  const simulator = config.isSimulated ? [planSimulator(config, await writeCallers(config))] : [];
  const plans = [simulator, planApps(config, urls, databaseUrl)];
  for (const group of plans) await startApps(group, appContext, context, groups);
  await console.built;
  const apps = groups.toReversed().flat();
  const restartApps = async (change: NodeJS.ProcessEnv): Promise<void> => {
    Object.assign(appContext.env, change);
    await Promise.all(apps.map((app) => app.restart()));
  };
  return { apps, logFolder, databaseUrl, dataFolders, restartApps };
}

/** The folder of all logs, which it makes if it is missing. */
export async function makeLogFolder(config: LocalConfig): Promise<string> {
  const folder = join(dataFolder(config), 'logs');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Builds the console while PostgreSQL starts. A failure is printed: everything else runs without the console. */
async function startConsoleBuild({
  terminal,
  signal,
}: StartContext): Promise<{ folder: string; built: Promise<void> }> {
  const folder = await consoleFolder();
  const report = (error: Error): void => {
    if (!signal.aborted) terminal.say(`The console could not be built: ${error.message}`);
  };
  return { folder, built: buildConsole(folder, signal).catch(report) };
}

/** Writes whom the simulated Twilio plays calls with; returns the path. */
async function writeCallers(config: LocalConfig): Promise<string> {
  const path = join(dataFolder(config), 'callers.txt');
  await writeFile(path, `${listAddresses(config.SIP_DOMAIN).join('\n')}\n`);
  return path;
}

const dataFolder = (config: LocalConfig): string => resolve(CHECKOUT, config.DATA_DIR);

async function startDatabase(
  { config, terminal, opened, killable }: StartContext,
  dataFolders: string[],
): Promise<string> {
  terminal.say('Starting PostgreSQL');
  const dataDir = join(dataFolder(config), 'postgres');
  const logFile = join(dataFolder(config), 'logs', 'postgres.log');
  const settings = config.DEMO_RETENTION_MINUTES > 0 ? DEMO_POSTGRES : {};
  const passwordFile = join(dataFolder(config), 'postgres.password'); // read by the command line
  const options = { dataDir, port: config.POSTGRES_PORT, logFile, settings, passwordFile };
  const server = opened.use(await supervisePostgres(options, terminal.say));
  killable.push(server);
  if (server.dataDir !== dataDir) {
    dataFolders.push(server.dataDir);
    terminal.say(`PostgreSQL runs as the user nobody, which cannot reach ${dataDir}: its data is in ${server.dataDir}`);
  }
  const url = new URL(server.url);
  url.pathname = '/trunkline';
  return url.href;
}

/** The other apps have as long to name their mistakes too. */
const ALL_COMPLAIN_WITHIN_MS = 3000;

/** Every mistake of the environment, with the apps that named it. */
function describeFaults(apps: readonly SupervisedApp[]): EnvError {
  const byFault = Map.groupBy(
    apps.flatMap(({ name, faults = [] }) => faults.map((fault) => ({ name, fault }))),
    ({ fault }) => fault,
  );
  const lines = [...byFault].map(([fault, by]) => `  ${fault} (${by.map(({ name }) => name).join(', ')})`);
  return new EnvError(
    `The settings are not complete:\n${lines.join('\n')}\nSet them in .env or the environment, then start again. See .env.example.`,
  );
}

/** Starts a group of apps together, and adds it to the groups, which stop one after the other. */
async function startApps(
  plans: ReturnType<typeof planApps>,
  appContext: AppContext,
  { terminal, signal, killable }: StartContext,
  groups: SupervisedApp[][],
): Promise<void> {
  const logs = relative(process.cwd(), appContext.logFolder) || appContext.logFolder;
  if (plans.length > 1) terminal.say(`Starting ${plans.length} apps, with their logs in ${logs}`);
  else if (plans[0]) terminal.say(`Starting ${plans[0].name}`);
  const apps = plans.map((plan) => new SupervisedApp(plan, appContext));
  killable.push(...apps);
  groups.push(apps);
  const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  const settled = apps.map((app) => app.untilHealthy());
  await Promise.race([Promise.all(settled), aborted]).catch(async (error: unknown) => {
    if (!(error instanceof EnvError)) throw error;
    await Promise.race([Promise.allSettled(settled), delay(ALL_COMPLAIN_WITHIN_MS)]);
    throw describeFaults(apps);
  });
}
