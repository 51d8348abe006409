import type { StateMachine } from '../states/state-machine.ts';

/** `sync` runs were requested; `cold` is the daily one. */
export const SYNC_KINDS = ['cold', 'sync'] as const;
export type SyncKind = (typeof SYNC_KINDS)[number];

export const SYNC_RUN_STATES = ['queued', 'running', 'completed', 'failed', 'canceled'] as const;
export type SyncRunState = (typeof SYNC_RUN_STATES)[number];

export const OPEN_SYNC_RUN_STATES = ['queued', 'running'] as const satisfies readonly SyncRunState[];

/** True until a run has ended. */
export const isOpenSyncRun = ({ state }: { state: SyncRunState }): boolean =>
  OPEN_SYNC_RUN_STATES.some((open) => open === state);

export const SYNC_RUN_MACHINE: StateMachine<SyncRunState> = {
  title: 'Sync run',
  about:
    'A scan of Twilio’s lists between two times. A worker renews its claim every 15 s; after 60 s without, another worker resumes the run.',
  states: SYNC_RUN_STATES,
  starts: [{ to: 'queued', when: 'requested, or due daily', by: ['api', 'cli', 'worker-reconcile'] }],
  transitions: [
    { from: ['queued'], to: 'running', when: 'claimed', by: ['worker-reconcile'] },
    { from: ['running'], to: 'running', when: 'its worker was lost', by: ['worker-reconcile'] },
    { from: ['queued'], to: 'canceled', when: 'canceled before it began', by: ['api', 'cli'] },
    { from: ['running'], to: 'completed', when: 'every day scanned', by: ['worker-reconcile'] },
    { from: ['running'], to: 'failed', when: 'Twilio or credentials failed', by: ['worker-reconcile'] },
    { from: ['running'], to: 'canceled', when: 'cancellation requested', by: ['worker-reconcile'] },
  ],
};

/** Reconciliation leaves a `frozen` call alone: it is final and agrees with Twilio. */
export const CALL_SYNC_STATES = ['active', 'frozen'] as const;
