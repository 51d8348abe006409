import { isPublicAddress, limitStrangers, LONG_KEEP_ALIVE_MS, openAddressList } from '@trunkline/service';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

export type Connections = {
  /** For `openHttpServer`: connections that never sent a valid signature are few, and closed soon. */
  options: { keepAliveMs: number; prepare: (server: Server) => void };
  /** A request on this connection was signed by Twilio: the connection keeps its place, also while it is idle. */
  isSigned: (request: IncomingMessage, response: ServerResponse) => void;
};

const UNSIGNED_KEEP_ALIVE_MS = 5000;
/** Half of the places of the server. */
const UNSIGNED_AT_MOST = 5000;
const UNSIGNED_PER_ADDRESS = 256;

/** The addresses of private networks and of proxies stand for many peers: they have no limit of their own. */
export function openConnections(proxies: Iterable<string>): Connections {
  const isProxy = openAddressList(proxies);
  let vouchFor: ReturnType<typeof limitStrangers>['vouchFor'] = () => {};
  const prepare = (server: Server): void => {
    const limits = { total: UNSIGNED_AT_MOST, perAddress: UNSIGNED_PER_ADDRESS };
    ({ vouchFor } = limitStrangers(server, {
      ...limits,
      isShared: (address) => !isPublicAddress(address) || isProxy(address),
    }));
  };
  return {
    options: { keepAliveMs: UNSIGNED_KEEP_ALIVE_MS, prepare },
    isSigned({ socket }, response) {
      vouchFor(socket);
      // After Node's own listener, which sets the short time.
      response.once('finish', () => socket.setTimeout(LONG_KEEP_ALIVE_MS));
    },
  };
}
