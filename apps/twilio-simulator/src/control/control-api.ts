import express, { type ErrorRequestHandler, type Router } from 'express';
import { readLoadOptions } from '../load/load-options.ts';
import { readPastOptions } from '../past/add-past-calls.ts';
import { InvalidOptionError } from '../settings.ts';
import type { Simulator } from '../simulator.ts';
import { aiControl } from './ai-control.ts';
import { configurationControl } from './configuration-control.ts';
import { liveControl, scriptedCallControl } from './call-control.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listTruth } from './list-truth.ts';
import { mediaControl } from './media-control.ts';
import { restControl } from './rest-control.ts';
import { readWindow } from './window.ts';

/** The API for tests of a receiver: starts and stops loads, lists the truth and the deliveries, sets faults. */
export function controlApi(simulator: Simulator): Router {
  const router = express.Router();
  router.get('/health', (_req, res) => void res.json({ status: 'healthy' }));
  router.get('/simulator/about', (_req, res) => {
    const { rest, route, clock } = simulator;
    res.json({
      account_sid: rest.account.sid,
      public_url: route.publicUrl,
      target: route.target,
      clock_speed: clock.speed,
    });
  });
  router.get('/simulator/stats', (_req, res) => void res.json(simulator.stats()));
  router.post('/simulator/load', express.json(), (req, res) => {
    const options = readLoadOptions((req.body ?? {}) as Record<string, unknown>);
    const { id } = simulator.startLoad(options);
    res.status(202).json({ id, seed: options.seed });
  });
  router.post('/simulator/stop', async (_req, res) => {
    await simulator.stop();
    res.json(simulator.stats());
  });
  router.post('/simulator/past-calls', express.json(), async (req, res) => {
    const options = readPastOptions((req.body ?? {}) as Record<string, unknown>);
    res.json({ ...(await simulator.addPastCalls(options)), seed: options.seed });
  });
  router.get('/simulator/deliveries', (req, res) => void res.json(listDeliveries(simulator.log, readWindow(req))));
  router.get('/simulator/calls', (req, res) => void res.json(listTruth(simulator.truth, readWindow(req))));
  router.use('/simulator', configurationControl(simulator.rest.configuration));
  router.use('/simulator', liveControl(simulator.rest));
  router.use('/simulator', restControl(simulator.rest));
  router.use('/simulator', scriptedCallControl(simulator.rest.scriptedCalls));
  router.use('/simulator', mediaControl(simulator.media, simulator.truth));
  router.use('/simulator', aiControl(simulator.ai));
  router.use(sendError);
  return router;
}

/** Invalid requests get a JSON error. Everything else is a bug, which Express reports. */
const sendError: ErrorRequestHandler = (error, _req, res, next) => {
  const status = error instanceof InvalidOptionError ? 400 : Number((error as { status?: unknown }).status ?? 500);
  if (status >= 500) return next(error);
  res.status(status).json({ error: (error as Error).message });
};
