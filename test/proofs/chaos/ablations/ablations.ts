import { fileURLToPath } from 'node:url';

/** A safeguard that can be removed, to see that the check then fails. */
export const ABLATIONS = ['relay', 'direct-drain', 'state-check', 'spool-sync', 'breaker'] as const;
export type Ablation = (typeof ABLATIONS)[number];

/** What a stack is started with, and what is changed in its database, so that it lacks a safeguard. */
type Without = { relay?: false; worker?: string[]; ingest?: string[]; sql?: string };

const inFolder = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const WITHOUT: Readonly<Record<Ablation, Without>> = {
  relay: { relay: false, worker: [inFolder('direct-drain.ts')] }, // the direct drain does a part of its work
  'direct-drain': { worker: [inFolder('direct-drain.ts')] },
  'state-check': {
    worker: [inFolder('state-check.ts')],
    sql: 'drop index call_events_inbox_id_key', // the second safeguard, beneath the state check
  },
  'spool-sync': { ingest: [inFolder('spool-sync.ts')] },
  breaker: { ingest: [inFolder('breaker.ts')] },
};

/** Without an ablation: the whole system. */
export const without = (ablation: Ablation | undefined): Without => (ablation ? WITHOUT[ablation] : {});
