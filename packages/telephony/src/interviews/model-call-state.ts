import type { StateMachine } from '../states/state-machine.ts';

/** `unknown`: the answer was lost, and may have been paid for. `refused`: it cost nothing. */
export const MODEL_CALL_STATES = ['asking', 'answered', 'refused', 'unknown'] as const;
export type ModelCallState = (typeof MODEL_CALL_STATES)[number];

export const MODEL_CALL_MACHINE: StateMachine<ModelCallState> = {
  title: 'Model call',
  about: 'A paid question to a model. It is committed before the model is asked; a lost answer is asked for once more.',
  states: MODEL_CALL_STATES,
  starts: [{ to: 'asking', when: 'within the budget', by: ['worker-transcription'] }],
  transitions: [
    { from: ['asking', 'refused', 'unknown'], to: 'answered', when: 'answer kept', by: ['worker-transcription'] },
    { from: ['asking'], to: 'refused', when: 'model’s server refused', by: ['worker-transcription'] },
    { from: ['asking'], to: 'unknown', when: 'answer lost', by: ['worker-transcription'] },
    { from: ['refused', 'unknown'], to: 'asking', when: 'asked again', by: ['worker-transcription'] },
  ],
};
