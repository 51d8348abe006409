export { cameThroughProxy } from './came-through-proxy.ts';
export { openClock, clockEnv, type Clock } from './clock.ts';
export { readEnv, EnvError, listenEnv, commaList, secretString, type EnvShape } from './env.ts';
export { runService, type ServiceContext } from './run-service.ts';
export { openHttpServer, PortInUseError } from './http-server.ts';
export { operationsRouter, type HealthReport } from './operations-router.ts';
export { openLogger, type Logger } from './logger.ts';
export { metrics } from './metrics.ts';
export { watchWorker } from './watch-worker.ts';
