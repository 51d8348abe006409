import type { StateMachine } from '../states/state-machine.ts';

/** The states of a row of the inbox. No process writes `processing`: a row that is being applied is locked instead. */
export const INBOX_STATES = [
  'pending',
  'processing',
  'completed',
  'failed',
  'dead_letter',
  'quarantined',
  'discarded',
] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** A worker still has to apply these rows. The relay enqueues them again. */
export const UNFINISHED_INBOX_STATES = ['pending', 'processing', 'failed'] as const satisfies readonly InboxState[];

/** These rows wait for a person. */
export const STOPPED_INBOX_STATES = ['dead_letter', 'quarantined'] as const satisfies readonly InboxState[];

/** Nothing that these rows say is read: they are not believed, or a person gave them up. */
export const DISBELIEVED_INBOX_STATES = ['quarantined', 'discarded'] as const satisfies readonly InboxState[];

/** True for a row of which nothing is read. */
export const isDisbelieved = (state: InboxState): boolean => DISBELIEVED_INBOX_STATES.some((one) => one === state);

/** After this many failed attempts a row becomes a dead letter. */
export const MAX_ATTEMPTS = 6;

export const INBOX_MACHINE: StateMachine<InboxState> = {
  title: 'Inbox row',
  about: `One callback as received. A row that fails is tried again with backoff, ${MAX_ATTEMPTS} times in all.`,
  states: INBOX_STATES,
  starts: [
    { to: 'pending', when: 'stored', by: ['ingest', 'worker-reconcile', 'worker-dialer'] },
    { to: 'quarantined', when: 'not believed, or refused by Postgres', by: ['ingest'] },
  ],
  transitions: [
    { from: UNFINISHED_INBOX_STATES, to: 'completed', when: 'applied to its call', by: ['worker-status'] },
    { from: UNFINISHED_INBOX_STATES, to: 'failed', when: 'attempt failed', by: ['worker-status'] },
    { from: UNFINISHED_INBOX_STATES, to: 'dead_letter', when: 'last attempt failed', by: ['worker-status'] },
    { from: ['dead_letter'], to: 'pending', when: 'replayed', by: ['api', 'worker-reconcile'] },
    { from: ['quarantined'], to: 'pending', when: 'released', by: ['api', 'worker-reconcile'] },
    { from: STOPPED_INBOX_STATES, to: 'discarded', when: 'discarded', by: ['api', 'worker-reconcile'] },
  ],
};
