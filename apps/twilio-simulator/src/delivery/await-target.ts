import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const AGAIN_AFTER_MS = 200;

/** Resolves once something listens at the target, or the signal has aborted. */
export async function awaitTarget(target: string, signal: AbortSignal): Promise<void> {
  const { protocol, hostname, port } = new URL(target);
  const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  while (!signal.aborted && !(await isListening(address)))
    await sleep(AGAIN_AFTER_MS, undefined, { signal }).catch(() => {});
}

async function isListening(address: { host: string; port: number }): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
