import { z } from 'zod';
import type { QueueContract } from './queue-contract.ts';

/**
 * Timed work of `worker-reconcile`: a tick of a tier, `due` to check whether a call's next callback is overdue, or `call` to
 * ask about one that seems to have ended.
 */
export type ReconcileJob =
  | { tier: 'hot' }
  | { tier: 'warm' }
  | { tier: 'cold' }
  | { tier: 'due'; callSid: string }
  | { tier: 'call'; callSid: string };

/** Ticks of reconciliation. A lost tick is harmless: the next one does its work. */
export const reconcileQueue: QueueContract<ReconcileJob> = {
  name: 'reconcile',
  data: z.discriminatedUnion('tier', [
    z.object({ tier: z.literal('hot') }),
    z.object({ tier: z.literal('warm') }),
    z.object({ tier: z.literal('cold') }),
    z.object({ tier: z.literal('due'), callSid: z.string().max(100) }),
    z.object({ tier: z.literal('call'), callSid: z.string().max(100) }),
  ]),
  attempts: 1,
  retryDelayMs: 1000,
  keepCompleted: { age: 3600, count: 1000 },
  keepFailed: { age: 7 * 86_400, count: 1000 },
};
