import { setTimeout as delay } from 'node:timers/promises';
import { APPS, variableOf } from './apps.ts';
import type { LocalConfig, PortVariable } from './config.ts';
import { isFree } from './ports.ts';
import { StartError } from './start-error.ts';

export interface NeededPort {
  variable: PortVariable;
  port: number;
  /** Who will listen there. */
  by: string;
}

/** What an earlier start left behind, killed by force, needs this long to notice and go. */
const PREVIOUS_ENDS_WITHIN_MS = 4000;

/** The ports that this start will listen on. */
export function neededPorts(config: LocalConfig): NeededPort[] {
  const needed = [
    ...APPS.map(({ name }) => ({ variable: variableOf(name, 'PORT'), by: name })),
    ...(config.isSimulated ? [{ variable: 'SIMULATOR_PORT', by: 'twilio-simulator' } as const] : []),
    ...(config.DATABASE_URL ? [] : [{ variable: 'POSTGRES_PORT', by: 'the embedded PostgreSQL' } as const]),
  ] as const;
  return needed.map(({ variable, by }) => ({ variable, by, port: config[variable] }));
}

/** Refuses to start over somebody else's ports, naming every one of them with the variable that moves it. */
export async function checkPorts(
  needed: NeededPort[],
  say: (line: string) => void,
  waitMs = PREVIOUS_ENDS_WITHIN_MS,
): Promise<void> {
  const twice = needed.filter(({ port }, index) => needed.findIndex((other) => other.port === port) !== index);
  if (twice.length) throw new StartError(twice.map(describeTwice).join('\n'));
  const deadline = Date.now() + waitMs;
  for (let occupied = await listOccupied(needed), isFirst = true; occupied.length; isFirst = false) {
    if (Date.now() > deadline) throw new StartError(describeOccupied(occupied));
    if (isFirst) say('Waiting for ports that are in use; an earlier start may still be ending');
    await delay(100);
    occupied = await listOccupied(needed);
  }
}

async function listOccupied(needed: NeededPort[]): Promise<NeededPort[]> {
  const free = await Promise.all(needed.map(({ port }) => isFree(port)));
  return needed.filter((_, index) => !free[index]);
}

const describeTwice = ({ variable, port, by }: NeededPort): string =>
  `Port ${port}, meant for ${by}, has another use already: set ${variable} to a port of its own.`;

function describeOccupied(occupied: NeededPort[]): string {
  const lines = occupied.map(
    ({ port, by, variable }) => `Port ${port}, needed by ${by}, is in use: set ${variable} to another one.`,
  );
  const example = occupied
    .map(({ variable, port }) => `${variable}=${port + 1000 > 65_535 ? port - 1000 : port + 1000}`)
    .join(' ');
  return [...lines, `Stop what listens there (an earlier \`npm start\`?), or for example: ${example} npm start`].join(
    '\n',
  );
}
