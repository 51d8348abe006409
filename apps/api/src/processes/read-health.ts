import { listProcesses } from '@trunkline/db/processes';
import { foldHealth } from '@trunkline/telephony/processes';
import type { RouteContext } from '../http/route.ts';
import { elapsedMs, type SelfChecks } from './self-checks.ts';

/** The health of the installation: every process, and what is wrong. This request itself shows that Postgres answers. */
export async function readHealth(read: RouteContext['read'], selfChecks: SelfChecks) {
  const ask = async () => {
    const began = performance.now();
    return { ...(await read(listProcesses)), latencyMs: elapsedMs(began) };
  };
  const [own, { now, processes, latencyMs }] = await Promise.all([selfChecks(), ask()]);
  const postgres = { app: 'api', state: 'up', at: now.toISOString(), latencyMs, since: null, cause: null } as const;
  return { now, processes, ...foldHealth(processes, { postgres, ...own }, now) };
}
