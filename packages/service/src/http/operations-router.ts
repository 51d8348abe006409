import express, { Router, type Request } from 'express';
import type { Server } from 'node:http';
import { openAddressList } from './address-list.ts';
import { isProxied, openHttpServer } from './http-server.ts';
import { metrics } from '../metrics.ts';

/** The body of `/health`: `healthy` decides the HTTP status (200 or 503), the rest is for people. */
export type HealthReport = { healthy: boolean } & Record<string, unknown>;

/** The HTTP server of a process that serves nothing else. */
export const openOperationsServer = (
  report: () => Promise<HealthReport> | HealthReport,
  address: { HOST: string; PORT: number },
): Promise<Server & AsyncDisposable> => openHttpServer(express().use(operationsRouter(report)), address);

const isPrivate = openAddressList(['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1']);

/** `GET /health` for balancers and containers, `GET /metrics` for Prometheus (refused to peers from outside). */
export function operationsRouter(report: () => Promise<HealthReport> | HealthReport): Router {
  const router = Router();
  router.get('/health', async (_request, response) => {
    const { healthy, ...details } = await report();
    response.status(healthy ? 200 : 503).json({ status: healthy ? 'healthy' : 'unhealthy', ...details });
  });
  router.get('/metrics', async (request, response) => {
    if (!isInside(request)) return void response.sendStatus(404);
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

/** True for a direct peer on this machine or a private network; a proxied request is outside. */
const isInside = (request: Request): boolean => !isProxied(request) && isPrivate(request.socket.remoteAddress ?? '');
