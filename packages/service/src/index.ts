export { backoffMs, withJitter, FULL_JITTER, NO_JITTER, PROPORTIONAL_JITTER, type Jitter } from './backoff.ts';
export { openClock, clockEnv, type Clock } from './clock.ts';
export {
  readEnv,
  checkEnv,
  EnvError,
  EXIT_MISCONFIGURED,
  listenEnv,
  commaList,
  countryEnv,
  demoRetentionEnv,
  demoRetentionFault,
  secretString,
  webhookReachEnv,
  type EnvShape,
} from './env.ts';
export { runService, type ServiceContext } from './run-service.ts';
export { openHttpServer, isProxied, LONG_KEEP_ALIVE_MS, PortInUseError } from './http/http-server.ts';
export { limitStrangers, type Strangers } from './http/strangers.ts';
export { operationsRouter, openOperationsServer, type HealthReport } from './http/operations-router.ts';
export { clientAddress, trustedProxiesEnv } from './http/trusted-proxies.ts';
export { sendProblem, type ProblemDetails } from './http/send-problem.ts';
export { logLevel } from './log-level.ts';
export { openOutage, type DescribedOutage, type Outage } from './outages.ts';
export { openWarnings, type Warn } from './warnings.ts';
export { openLogger, type Logger } from './logger.ts';
export { openLineLimit, type LineLimit } from './line-limit.ts';
export { metrics } from './metrics.ts';
export { outcomeReporter } from './outcomes.ts';
export { forEachConcurrently } from './for-each-concurrently.ts';
export { openAddressList } from './http/address-list.ts';
export { startLoop, type Loop, type LoopOptions } from './loops/start-loop.ts';
export { inBackground } from './loops/in-background.ts';
export { isPrivateHost, isPublicAddress, lookupPublic, PrivateAddressError } from './http/public-address.ts';
export {
  offWithout,
  startHeartbeat,
  type DependencyReport,
  type DependencyReports,
  type Figures,
  type Heartbeat,
  type ProcessReport,
} from './processes/start-heartbeat.ts';
export { openLatencies, sinceLast } from './processes/latencies.ts';
