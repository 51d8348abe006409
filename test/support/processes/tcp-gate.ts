import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A door in front of a real server: shut it and the server is away, freeze it and the server says nothing. */
export type TcpGate = AsyncDisposable & {
  /** The server's URL, by way of the gate. */
  url: string;
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>;
  /** Nothing passes any more, and nobody is told. */
  freeze(): void;
  /** Lets everything through again. */
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
  const listen = async (port: number): Promise<void> =>
    void (await once(server.listen(port, '127.0.0.1'), 'listening'));
  const shut = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const gateUrl = new URL(url);
  gateUrl.host = `127.0.0.1:${port}`;
  return {
    url: gateUrl.href,
    shut,
    freeze: () => void (isFrozen = true),
    async open() {
      isFrozen = false;
      for (const socket of sockets) socket.destroy(); // what was swallowed would be missing
      if (!server.listening) await listen(port);
    },
    [Symbol.asyncDispose]: shut,
  };
}
