/**
 * A pretended `cloudflared tunnel --no-autoupdate --url ORIGIN`: it writes its address into the same frame, and leads requests
 * from there to the origin. The address is a port of this machine.
 */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const options = { 'no-autoupdate': { type: 'boolean' }, url: { type: 'string' } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
if (positionals[0] !== 'tunnel' || values.url === undefined) {
  console.error('You did not specify any valid additional argument to the cloudflared tunnel command.');
  process.exit(1);
}
const origin = values.url;

const server = createServer((incoming, outgoing) => {
  const { method, headers, url = '/' } = incoming;
  const onwards = request(`${origin}${url}`, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(outgoing);
  });
  onwards.on('error', () => outgoing.headersSent || outgoing.writeHead(502).end());
  incoming.pipe(onwards);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
const say = (text: string): void => console.error(`${new Date().toISOString().slice(0, 19)}Z INF ${text}`);
say(`+${'-'.repeat(92)}+`);
say('|  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |');
say(`|  ${`http://127.0.0.1:${port}`.padEnd(88)}  |`);
say(`+${'-'.repeat(92)}+`);
say(`Registered tunnel connection connIndex=0 pid=${process.pid}`);
