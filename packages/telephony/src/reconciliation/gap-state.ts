import type { StateMachine } from '../states/state-machine.ts';

/** A gap is healed once a fact says what the missing callback would have said; `healed_at` of its row tells which. */
export const GAP_STATES = ['open', 'healed'] as const;
export type GapState = (typeof GAP_STATES)[number];

export const GAP_MACHINE: StateMachine<GapState> = {
  title: 'Callback gap',
  about: 'A callback that should have arrived and did not. It has a class, which says why as far as that is known.',
  states: GAP_STATES,
  starts: [{ to: 'open', when: 'a callback is overdue', by: ['worker-reconcile'] }],
  transitions: [
    {
      from: ['open'],
      to: 'healed',
      when: 'REST, a later callback, or the callback itself',
      by: ['worker-reconcile'],
    },
  ],
};
