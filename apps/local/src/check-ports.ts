import { setTimeout as delay } from 'node:timers/promises';
import { APPS, variableOf } from './apps.ts';
import type { LocalConfig, PortVariable } from './config.ts';
import { isFree } from './ports.ts';
import { StartError } from './start-error.ts';

export interface NeededPort {
  variable: PortVariable;
  port: number;
  /** The process that will listen there. */
  by: string;
}

/** Processes of an earlier start that was killed by force need this long to notice and exit. */
const PREVIOUS_EXITS_WITHIN_MS = 4000;

/** The ports that this start will listen on. */
export function neededPorts(config: LocalConfig): NeededPort[] {
  const needed = [
    ...APPS.map(({ name }) => ({ variable: variableOf(name, 'PORT'), by: name })),
    ...(config.isSimulated ? [{ variable: 'SIMULATOR_PORT', by: 'twilio-simulator' } as const] : []),
    ...(config.DATABASE_URL ? [] : [{ variable: 'POSTGRES_PORT', by: 'the embedded PostgreSQL' } as const]),
  ] as const;
  return needed.map(({ variable, by }) => ({ variable, by, port: config[variable] }));
}

/**
 * Throws a `StartError` that names every port that is set twice or in use, with the variable that moves it. Waits up to
 * `waitMs` for ports in use.
 */
export async function checkPorts(
  needed: NeededPort[],
  say: (line: string) => void,
  waitMs = PREVIOUS_EXITS_WITHIN_MS,
): Promise<void> {
  const clashes = needed.flatMap((one, index) => {
    const first = needed.slice(0, index).find(({ port }) => port === one.port);
    return first ? [describeClash(one, first)] : [];
  });
  if (clashes.length) throw new StartError(clashes.join('\n'));
  const deadline = Date.now() + waitMs;
  for (let occupied = await listOccupied(needed), isFirst = true; occupied.length; isFirst = false) {
    if (Date.now() > deadline) throw new StartError((await describeRunning(occupied)) ?? describeOccupied(occupied));
    if (isFirst) say('Waiting for ports that are in use: an earlier start may still be stopping');
    await delay(100);
    occupied = await listOccupied(needed);
  }
}

async function listOccupied(needed: NeededPort[]): Promise<NeededPort[]> {
  const free = await Promise.all(needed.map(({ port }) => isFree(port)));
  return needed.filter((_, index) => !free[index]);
}

const describeClash = ({ variable, port, by }: NeededPort, first: NeededPort): string =>
  `Port ${port}, meant for ${by}, is also the port of ${first.by}: set ${variable} to another one.`;

const ANSWERS_WITHIN_MS = 1000;

/** A Trunkline that runs already answers at the port of the API. */
async function describeRunning(occupied: NeededPort[]): Promise<string | undefined> {
  const api = occupied.find(({ variable }) => variable === 'API_PORT');
  if (!api) return undefined;
  const url = `http://127.0.0.1:${api.port}`;
  try {
    const response = await fetch(`${url}/api/webhook-test`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    const answer = (await response.json()) as { webhook_base_url?: unknown };
    if (typeof answer.webhook_base_url !== 'string') return undefined;
  } catch {
    return undefined; // something else
  }
  return `Trunkline already runs here: open ${url}/. Stop it with Ctrl-C where it was started, or start a second one with ports and data of its own: PORT_BASE=${SECOND_BASE} DATA_DIR=.data-2 npm start`;
}

const SECOND_BASE = 5000;

function describeOccupied(occupied: NeededPort[]): string {
  const lines = occupied.map(
    ({ port, by, variable }) => `Port ${port}, needed by ${by}, is in use: set ${variable} to another one.`,
  );
  const remedy = 'Stop the process that uses it (an earlier `npm start`?), or move all ports:';
  return [...lines, remedy, `  PORT_BASE=${SECOND_BASE} npm start`].join('\n');
}
