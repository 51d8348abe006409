import type { StateMachine } from '../states/state-machine.ts';

/**
 * The states of a call intent. `submission_unknown`: Twilio was asked to place the call, and its answer was lost.
 * `not_placed`: Twilio does not list the call. `refused`: Twilio said no.
 */
export const INTENT_STATES = [
  'queued',
  'submitting',
  'submitted',
  'submission_unknown',
  'not_placed',
  'refused',
  'canceled',
] as const;
export type IntentState = (typeof INTENT_STATES)[number];

/** The dialer still has to place the call, or to find out whether it was placed. */
export const UNRESOLVED_INTENT_STATES = [
  'queued',
  'submitting',
  'submission_unknown',
] as const satisfies readonly IntentState[];

/** No call was placed. Only a late answer or a callback that proves otherwise changes that. */
export const UNPLACED_INTENT_STATES = ['refused', 'not_placed', 'canceled'] as const satisfies readonly IntentState[];

export const INTENT_MACHINE: StateMachine<IntentState> = {
  title: 'Call intent',
  about:
    'A call that we place, at most once. The submission is committed before Twilio is asked; a lost answer leads to a search at Twilio, never to a second submission.',
  states: INTENT_STATES,
  starts: [{ to: 'queued', when: 'requested', by: ['api', 'worker-dialer'] }],
  transitions: [
    { from: ['queued'], to: 'submitting', when: 'Twilio is about to be asked', by: ['worker-dialer'] },
    { from: ['queued'], to: 'canceled', when: 'canceled, dropped or too late', by: ['api', 'worker-dialer'] },
    { from: ['submitting'], to: 'queued', when: 'certainly not processed, retry later', by: ['worker-dialer'] },
    { from: ['submitting'], to: 'submission_unknown', when: 'answer lost', by: ['worker-dialer'] },
    {
      from: ['submitting', 'submission_unknown', 'not_placed'],
      to: 'submitted',
      when: 'Twilio answered with a SID',
      by: ['worker-dialer'],
    },
    {
      from: ['submitting', 'submission_unknown', 'not_placed'],
      to: 'refused',
      when: 'Twilio refused',
      by: ['worker-dialer'],
    },
    {
      from: ['submission_unknown', 'not_placed'],
      to: 'queued',
      when: 'late answer, certainly not processed',
      by: ['worker-dialer'],
    },
    { from: ['submission_unknown'], to: 'submitted', when: 'found at Twilio', by: ['worker-dialer'] },
    { from: ['submission_unknown'], to: 'not_placed', when: 'not found at Twilio', by: ['worker-dialer'] },
    {
      from: ['queued', 'submitting', 'submission_unknown', 'not_placed', 'refused', 'canceled'],
      to: 'submitted',
      when: 'a callback carries the intent',
      by: ['worker-status'],
    },
  ],
};
