import { isFree } from '../../../apps/local/src/ports.ts';

/**
 * Ports are taken from below the range in which the kernel places outgoing connections (32,768 on Linux): one of those
 * could take a port between its choice and the start of the server. Each Jest worker has a thousand of its own. A run of
 * tests that a test starts has others (`TEST_PORTS_FROM`): its workers have the same ids, and a server of the outer run
 * that is down for a moment would find its port taken.
 */
const FIRST =
  Number(process.env['TEST_PORTS_FROM'] ?? 20_000) + 1000 * (Number(process.env['JEST_WORKER_ID'] ?? 0) % 10);
const COUNT = 1000;
const given = new Set<number>();

/** A port of 127.0.0.1 on which nothing listens; never the same one twice in a process. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port between ${FIRST} and ${FIRST + COUNT} is free.`);
}
