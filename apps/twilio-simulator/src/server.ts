import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { aiApi } from './ai/ai-api.ts';
import { controlApi } from './control/control-api.ts';
import { externalStorage, mediaApi } from './media/media-api.ts';
import { monitorApi } from './rest/monitor-api.ts';
import { restApi } from './rest/rest-api.ts';
import type { Simulator } from './simulator.ts';

export class PortInUseError extends Error {}

/** Serves Twilio's REST API, the media, the OpenAI API and the control API on one port. */
export async function startServer(simulator: Simulator, port: number, host = '127.0.0.1') {
  const app = express().disable('x-powered-by');
  app.use(controlApi(simulator));
  app.use('/2010-04-01', mediaApi(simulator.media, simulator.rest.account));
  app.get('/v1/Alerts', monitorApi(simulator.rest)); // monitor.twilio.com
  app.use('/v1', aiApi(simulator.ai));
  app.use('/storage', externalStorage(simulator.media, simulator.rest.account));
  app.use('/2010-04-01', express.text({ type: 'application/x-www-form-urlencoded' }), restApi(simulator.rest));
  const server = createServer(app);
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new PortInUseError(`port ${port} is already in use; choose another one with --port`);
  });
  const address = server.address();
  return {
    url: `http://${host}:${typeof address === 'object' && address ? address.port : port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
