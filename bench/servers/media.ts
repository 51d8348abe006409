/** Serves one WAV file as the media of every recording: `PORT` is told to the parent, `SECONDS` is its length. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wavOf } from '../../test/support/media/wav.ts';

const media = wavOf({ seed: 'bench', seconds: Number(process.env['SECONDS']), channels: 2 });
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'audio/x-wav', 'content-length': media.length }).end(media);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send!({ port: (server.address() as AddressInfo).port });
process.on('message', () => process.send!({ cpu: 0 }));
process.on('disconnect', () => process.exit());
