import type { StateMachine } from '../states/state-machine.ts';

/**
 * A gap is healed once a fact says what the missing callback would have said, and ignored while a person said that it
 * does not matter; `healed_at` and `ignored_at` of its row say which, the first before the second.
 */
export const GAP_STATES = ['open', 'ignored', 'healed'] as const;
export type GapState = (typeof GAP_STATES)[number];

export const GAP_MACHINE: StateMachine<GapState> = {
  title: 'Callback gap',
  about: 'A callback that should have arrived and did not. It has a class, which says why as far as that is known.',
  states: GAP_STATES,
  starts: [{ to: 'open', when: 'a callback is overdue', by: ['worker-reconcile'] }],
  transitions: [
    {
      from: ['open', 'ignored'],
      to: 'healed',
      when: 'REST, a later callback, or the callback itself',
      by: ['worker-reconcile'],
    },
    { from: ['open'], to: 'ignored', when: 'ignored, with a reason', by: ['api'] },
    { from: ['ignored'], to: 'open', when: 'its unknown cause becomes known', by: ['worker-reconcile'] },
    { from: ['ignored'], to: 'open', when: 'a person asks Twilio again', by: ['api'] },
  ],
};
