import { relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalConfig } from '../config.ts';
import { hasKeys, offerConsole, openInBrowser } from './open-console.ts';
import { figureReader } from './figures.ts';
import { type Place, summaryBlock, summaryLine } from './summary.ts';
import type { SupervisedApp } from '../apps/supervised-app.ts';
import type { Terminal } from './terminal.ts';

const REDRAW_EVERY_MS = 1000;
const LINE_EVERY_MS = 5000;

interface Shown {
  config: LocalConfig;
  apps: SupervisedApp[];
  logFolder: string;
  dataFolders: string[];
  terminal: Terminal;
  /** URL of the demo interview. */
  interview: string | undefined;
  /** The link that logs in once. */
  login: string | undefined;
}

/** Shows the figures until the signal aborts: a block redrawn every second on a terminal, elsewhere a line every five seconds. */
export async function showLiveSummary(
  { config, apps, logFolder, dataFolders, terminal, interview, login }: Shown,
  signal: AbortSignal,
): Promise<void> {
  const readFigures = figureReader(config, dataFolders);
  const canOpen = terminal.isLive && hasKeys();
  const places = (): Place[] => listPlaces(config, logFolder, { interview, login, canOpen });
  const address = login ?? `http://127.0.0.1:${config.API_PORT}/`;
  using _offer = canOpen ? offerConsole(() => openInBrowser(address, terminal.say)) : undefined;
  if (!terminal.isLive) for (const [label, where] of places()) terminal.say(label ? `${label}: ${where}` : where);
  while (!signal.aborted) {
    const [figures, healthy] = await Promise.all([readFigures(), Promise.all(apps.map((app) => app.isHealthy()))]);
    if (signal.aborted) break;
    const unhealthy = apps.filter((_, index) => !healthy[index]).map(({ name }) => name);
    if (terminal.isLive) terminal.show(summaryBlock(figures, places(), unhealthy));
    else terminal.say(summaryLine(figures, unhealthy));
    await delay(terminal.isLive ? REDRAW_EVERY_MS : LINE_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

function listPlaces(
  config: LocalConfig,
  logFolder: string,
  { interview, login, canOpen }: Pick<Shown, 'interview' | 'login'> & { canOpen: boolean },
): Place[] {
  const here = (port: number, path = ''): string => `http://127.0.0.1:${port}${path}`;
  return [
    ['Console', here(config.API_PORT, '/')],
    ['Callbacks', config.WEBHOOK_BASE_URL],
    ['Queues', here(config.API_PORT, '/admin/queues')],
    ['Inbox API', here(config.API_PORT, '/api/inbox')],
    [
      'Simulator',
      config.isSimulated ? here(config.SIMULATOR_PORT, '/simulator/stats') : 'off, as a real Twilio account is set',
    ],
    ...(config.isSimulated ? [['Kept', kept(config)] as Place] : []),
    ...(interview === undefined ? [] : [['Interview', interview] as Place]),
    ...(login === undefined
      ? []
      : ([
          ['Log in', login],
          ['', `works once, within ten minutes${canOpen ? '; press o to open it' : ''}`],
          ['', 'another link: npx trunkline users link demo'],
        ] satisfies Place[])),
    ['Logs', relative(process.cwd(), logFolder) || logFolder],
  ];
}

/** What becomes of the simulated calls. */
export const kept = ({ DEMO_RETENTION_MINUTES: minutes }: Pick<LocalConfig, 'DEMO_RETENTION_MINUTES'>): string =>
  minutes === 0
    ? 'everything, and the disk fills: DEMO_RETENTION_MINUTES is 0'
    : `${minutes} minutes of calls and recordings; everything with DEMO_RETENTION_MINUTES=0`;
