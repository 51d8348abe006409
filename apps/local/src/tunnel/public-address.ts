import type { LocalConfig } from '../config.ts';
import { makeLogFolder, type StartContext, type Started } from '../start-everything.ts';
import type { Connections } from './keep-connected.ts';
import { openTunnel, type Tunnel } from './open-tunnel.ts';
import { TUNNEL_PROGRAMS } from './tunnel-programs.ts';

type Context = Pick<StartContext, 'config' | 'terminal' | 'signal' | 'opened'>;

/** Opens the tunnel that TUNNEL names; its address takes the place of WEBHOOK_BASE_URL. */
export async function openPublicAddress({ config, terminal, signal, opened }: Context): Promise<Tunnel | undefined> {
  const program = TUNNEL_PROGRAMS.find(({ name }) => name === config.TUNNEL);
  if (!program) return undefined;
  terminal.say(`Opening a tunnel with ${program.name}`);
  const origin = `http://127.0.0.1:${config.INGEST_PORT}`;
  const logFolder = await makeLogFolder(config);
  const tunnel = opened.use(await openTunnel(program, { origin, logFolder, say: terminal.say, signal }));
  config.WEBHOOK_BASE_URL = tunnel.address;
  return tunnel;
}

interface Following {
  config: LocalConfig;
  started: Started;
  connections: Connections;
  say: (line: string) => void;
  signal: AbortSignal;
}

/** Starts the apps again with each new address, over which they check signatures, and connects the numbers to it. */
export function followTunnel(tunnel: Tunnel, { config, started, connections, say, signal }: Following): void {
  let last = Promise.resolve();
  const move = async (): Promise<void> => {
    const { address } = tunnel;
    if (signal.aborted || address === config.WEBHOOK_BASE_URL) return;
    say(`The tunnel has another address: ${address}`);
    config.WEBHOOK_BASE_URL = address;
    await started.restartApps({ WEBHOOK_BASE_URL: address });
    await connections.connect();
  };
  const report = (error: unknown): void => {
    if (!signal.aborted) say(`The new address could not be used: ${(error as Error).message}`);
  };
  tunnel.onMove = () => void (last = last.then(move).catch(report));
  tunnel.onMove(); // it may have moved since the apps started
}
