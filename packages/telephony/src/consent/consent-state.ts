import type { StateMachine } from '../states/state-machine.ts';

/** The answer of a called person to the question for consent; `unanswered`: silence, or hung up. */
export const CONSENT_STATES = ['asked', 'given', 'refused', 'unanswered'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

export const CONSENT_MACHINE: StateMachine<ConsentState> = {
  title: 'Consent',
  about:
    'The consent of a person whom a campaign calls: a fold of the callbacks. A refusal outranks everything, and without consent no dialogue starts.',
  states: CONSENT_STATES,
  starts: [{ to: 'asked', when: 'question put', by: ['worker-status'] }],
  transitions: [
    { from: ['asked', 'unanswered'], to: 'given', when: 'yes', by: ['worker-status'] },
    { from: ['asked', 'given', 'unanswered'], to: 'refused', when: 'no', by: ['worker-status'] },
    { from: ['asked'], to: 'unanswered', when: 'silence, or call ended', by: ['worker-status'] },
  ],
};
