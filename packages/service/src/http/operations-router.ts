import express, { Router, type Request } from 'express';
import type { Server } from 'node:http';
import { openAddressList } from './address-list.ts';
import { isProxied, openHttpServer } from './http-server.ts';
import { describeLoops, type LoopState } from '../loops/loop-health.ts';
import { metrics } from '../metrics.ts';

/** The body of `/health`: `healthy` decides the HTTP status (200 or 503), the rest is for people. */
export type HealthReport = { healthy: boolean } & Record<string, unknown>;

/** The HTTP server of a process that serves nothing else. */
export const openOperationsServer = (
  report: () => Promise<HealthReport> | HealthReport,
  address: { HOST: string; PORT: number },
): Promise<Server & AsyncDisposable> => openHttpServer(express().use(operationsRouter(report)), address);

const isPrivate = openAddressList(['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1']);

/**
 * `GET /health` for balancers and containers, `GET /metrics` for Prometheus (refused to peers from outside). `/health` adds
 * the loops of the process, and is 503 while a vital one is stuck. Errors of loops are shown to peers inside only.
 */
export function operationsRouter(report: () => Promise<HealthReport> | HealthReport): Router {
  const router = Router();
  router.get('/health', async (request, response) => {
    const { healthy, ...details } = await report();
    const { isHealthy, loops } = describeLoops();
    const isWell = healthy && isHealthy;
    const shown = isInside(request) ? loops : withoutErrors(loops);
    response.status(isWell ? 200 : 503).json({ status: isWell ? 'healthy' : 'unhealthy', ...details, loops: shown });
  });
  router.get('/metrics', async (request, response) => {
    if (!isInside(request)) return void response.sendStatus(404);
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

/** Errors name tables, folders and hosts. */
const withoutErrors = (loops: Record<string, LoopState>) =>
  Object.fromEntries(Object.entries(loops).map(([name, state]) => [name, { ...state, error: undefined }]));

/** True for a direct peer on this machine or a private network; a proxied request is outside. */
const isInside = (request: Request): boolean => !isProxied(request) && isPrivate(request.socket.remoteAddress ?? '');
