import { setTimeout as delay } from 'node:timers/promises';
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
    { variable: 'INGEST_PORT', by: 'ingest' },
    { variable: 'API_PORT', by: 'api' },
    { variable: 'WORKER_STATUS_PORT', by: 'worker-status' },
    { variable: 'WORKER_RECONCILE_PORT', by: 'worker-reconcile' },
    { variable: 'WORKER_RECORDING_PORT', by: 'worker-recording' },
    { variable: 'WORKER_TRANSCRIPTION_PORT', by: 'worker-transcription' },
    { variable: 'WORKER_DIALER_PORT', by: 'worker-dialer' },
    { variable: 'WORKER_NOTIFY_PORT', by: 'worker-notify' },
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
    if (Date.now() > deadline) throw new StartError(describeOccupied(occupied));
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

function describeOccupied(occupied: NeededPort[]): string {
  const lines = occupied.map(
    ({ port, by, variable }) => `Port ${port}, needed by ${by}, is in use: set ${variable} to another one.`,
  );
  const example = occupied
    .map(({ variable, port }) => `${variable}=${port + 1000 > 65_535 ? port - 1000 : port + 1000}`)
    .join(' ');
  const remedy = 'Stop the process that uses it (an earlier `npm start`?), or start with other ports, for example:';
  return [...lines, remedy, `  ${example} npm start`].join('\n');
}
