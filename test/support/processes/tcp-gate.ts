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
  /** Lets new connections through again. */
  open(): Promise<void>;
};

/** Opens a gate in front of the server that `url` names. */
export async function openTcpGate(url: string): Promise<TcpGate> {
  const { hostname, port: realPort } = new URL(url);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const server = createServer((near) => {
    const far = connect(Number(realPort), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => isFrozen || to.write(data));
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
    async open() {
      isFrozen = false;
      for (const socket of sockets) socket.destroy(); // data that was swallowed would be missing
      if (!server.listening) await listen();
    },
    [Symbol.asyncDispose]: shut,
  };
}
