import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './free-port.ts';

/** A proxy in front of a real server: shut it and the server is unavailable, freeze it and the server does not answer. */
export type TcpGate = AsyncDisposable & {
  /** The server's URL, through the gate. */
  url: string;
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>;
  /** Swallows all data; connections stay open. */
  freeze(): void;
  /** Holds every answer of the server back for a time. */
  slow(ms: number): void;
  /** Does this once, or always, to a connection that sends the text to the server. Resolves when it is done. */
  trap(text: string, what: Trap, how?: { isLasting?: boolean }): Promise<void>;
  /** Lets new connections through again, without delay and trap. */
  open(): Promise<void>;
};

/**
 * `cut before`: the server does not get the text. `cut after`: it gets the text, and the client no answer to it.
 * `freeze`: the server gets neither the text nor anything after it. `mute`: it gets all, and the client no answer. With
 * both the connection stays open.
 */
type Trap = 'cut before' | 'cut after' | 'freeze' | 'mute';

/** Opens a gate in front of the server that `url` names. */
export async function openTcpGate(url: string): Promise<TcpGate> {
  const { hostname, port: realPort } = new URL(url);
  const sockets = new Set<Socket>();
  const frozen = new WeakSet<Socket>();
  const mute = new WeakSet<Socket>();
  let isFrozen = false;
  let delayMs = 0;
  let trap: { text: string; what: Trap; isLasting: boolean; sprung: PromiseWithResolvers<void> } | undefined;

  /** True where the data is not to be passed on. */
  function spring(near: Socket, far: Socket, data: Buffer): boolean {
    if (!trap || !data.includes(trap.text)) return false;
    const { what, isLasting, sprung } = trap;
    if (!isLasting) trap = undefined;
    sprung.resolve();
    if (what === 'mute') mute.add(far);
    if (what === 'freeze') frozen.add(near);
    if (what === 'cut before') near.destroy();
    if (what === 'cut after') {
      near.removeAllListeners('close').on('close', () => sockets.delete(near)); // the server reads to the end
      far.end(data);
      near.destroy();
    }
    return what !== 'mute';
  }

  const server = createServer((near) => {
    const far = connect(Number(realPort), hostname);
    near.on('data', (data) => isFrozen || frozen.has(near) || spring(near, far, data) || far.write(data));
    far.on('data', (data) => {
      if (isFrozen || frozen.has(near) || mute.has(far)) return;
      if (delayMs > 0) setTimeout(() => near.write(data), delayMs);
      else near.write(data);
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => (sockets.delete(from), to.destroy()));
    }
  });
  const port = await freePort();
  const listen = async (): Promise<void> => void (await once(server.listen(port, '127.0.0.1'), 'listening'));
  const shut = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  const gateUrl = new URL(url);
  gateUrl.host = `127.0.0.1:${port}`;
  return {
    url: gateUrl.href,
    shut,
    freeze: () => void (isFrozen = true),
    slow: (ms) => void (delayMs = ms),
    trap(text, what, { isLasting = false } = {}) {
      trap = { text, what, isLasting, sprung: Promise.withResolvers() };
      return trap.sprung.promise;
    },
    async open() {
      [isFrozen, delayMs, trap] = [false, 0, undefined];
      for (const socket of sockets) socket.destroy(); // data that was swallowed would be missing
      if (!server.listening) await listen();
    },
    [Symbol.asyncDispose]: shut,
  };
}
