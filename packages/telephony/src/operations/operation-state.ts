import type { StateMachine } from '../states/state-machine.ts';

export const OPERATION_STATES = ['running', 'paused', 'done', 'canceled', 'failed'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** An operation in these states may still begin items. */
export const OPEN_OPERATION_STATES = ['running', 'paused'] as const satisfies readonly OperationState[];

export const OPERATION_MACHINE: StateMachine<OperationState> = {
  title: 'Operation',
  about:
    'One change to many rows, which are fixed when it is created. A worker begins them at its rate, the canary first. Items that were begun settle in every state.',
  states: OPERATION_STATES,
  starts: [{ to: 'running', when: 'created after a preview', by: ['api'] }],
  transitions: [
    { from: ['running'], to: 'paused', when: 'paused', by: ['api'] },
    { from: ['running'], to: 'paused', when: 'restored from a backup', by: ['cli'] },
    { from: ['paused'], to: 'running', when: 'resumed', by: ['api'] },
    { from: OPEN_OPERATION_STATES, to: 'canceled', when: 'canceled', by: ['api'] },
    { from: ['running'], to: 'done', when: 'every item settled', by: ['worker-reconcile'] },
    { from: ['running'], to: 'failed', when: 'an item of the canary failed', by: ['worker-reconcile'] },
  ],
};

const OPERATION_ITEM_STATES = ['waiting', 'begun', 'ok', 'failed', 'skipped'] as const;
export type OperationItemState = (typeof OPERATION_ITEM_STATES)[number];

export const OPERATION_ITEM_MACHINE: StateMachine<OperationItemState> = {
  title: 'Item of an operation',
  about: 'One row that an operation changes. It is begun in the transaction that changes the row, so never twice.',
  states: OPERATION_ITEM_STATES,
  starts: [{ to: 'waiting', when: 'the operation is created', by: ['api'] }],
  transitions: [
    {
      from: ['waiting'],
      to: 'begun',
      when: 'its row is changed, and the result comes later',
      by: ['worker-reconcile'],
    },
    { from: ['waiting'], to: 'ok', when: 'its row is changed, which is all', by: ['worker-reconcile'] },
    { from: ['waiting'], to: 'skipped', when: 'its row is in another state meanwhile', by: ['worker-reconcile'] },
    { from: ['begun'], to: 'ok', when: 'applied, delivered or healed', by: ['worker-reconcile'] },
    { from: ['begun'], to: 'failed', when: 'failed again, or its row is gone', by: ['worker-reconcile'] },
  ],
};
