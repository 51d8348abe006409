import type { StateMachine } from '../states/state-machine.ts';

/**
 * `no_answer`: silence after the last attempt, or a recording without speech. `unable`: the recording cannot be had or
 * transcribed.
 */
export const TRANSCRIPT_STATES = ['waiting', 'done', 'unable', 'no_answer'] as const;
export type TranscriptState = (typeof TRANSCRIPT_STATES)[number];

/** `none`: there is nothing to score. */
export const SCORE_STATES = ['waiting', 'done', 'failed', 'none'] as const;
export type ScoreState = (typeof SCORE_STATES)[number];

export const TRANSCRIPT_MACHINE: StateMachine<TranscriptState> = {
  title: 'Transcript of an answer',
  about: 'Transcription begins once the custody of the recording is settled.',
  states: TRANSCRIPT_STATES,
  starts: [
    { to: 'waiting', when: 'answer recorded', by: ['worker-status'] },
    { to: 'no_answer', when: 'silence after the last attempt', by: ['worker-status'] },
  ],
  transitions: [
    { from: ['waiting'], to: 'done', when: 'transcribed', by: ['worker-transcription'] },
    { from: ['waiting'], to: 'unable', when: 'no recording, or none that can be read', by: ['worker-transcription'] },
    { from: ['waiting'], to: 'unable', when: 'its person is erased', by: ['cli'] },
    { from: ['waiting'], to: 'no_answer', when: 'no speech in the recording', by: ['worker-transcription'] },
    { from: ['done', 'unable', 'no_answer'], to: 'waiting', when: 'another recording counts', by: ['worker-status'] },
  ],
};

export const SCORE_MACHINE: StateMachine<ScoreState> = {
  title: 'Score of an answer',
  about: 'An answer is scored once its transcript is done; scoring again adds a version.',
  states: SCORE_STATES,
  starts: [
    { to: 'waiting', when: 'answer recorded', by: ['worker-status'] },
    { to: 'none', when: 'silence after the last attempt', by: ['worker-status'] },
  ],
  transitions: [
    { from: ['waiting'], to: 'done', when: 'scored', by: ['worker-transcription'] },
    { from: ['waiting'], to: 'failed', when: 'given up', by: ['worker-transcription'] },
    { from: ['waiting'], to: 'none', when: 'no transcript', by: ['worker-transcription'] },
    { from: ['waiting'], to: 'none', when: 'its person is erased', by: ['cli'] },
    { from: ['done', 'failed'], to: 'waiting', when: 'new scores requested', by: ['api'] },
    { from: ['done', 'failed', 'none'], to: 'waiting', when: 'another recording counts', by: ['worker-status'] },
  ],
};
