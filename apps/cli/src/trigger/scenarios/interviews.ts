import type { InterviewScenario } from './scenario.ts';

const ANSWERED = [
  'initiated',
  'ringing',
  'answered',
  'voice',
  'record-action and recording (per question)',
  'completed',
];
/** Transcription and scores follow the call. */
const SCORED = { withinSeconds: 180 } as const;

/** Interviews that Trunkline places, and that the simulated candidates and models answer. */
export const INTERVIEWS: readonly InterviewScenario[] = [
  {
    name: 'interview-strong',
    what: 'a candidate answers with examples and figures',
    outcome: 'ready, recommended',
    candidate: '+15085550188',
    callbacks: ANSWERED,
    expectInterview: { stage: 'ready', answered: 2, recommendation: ['recommend'] },
    ...SCORED,
  },
  {
    name: 'interview-weak',
    what: 'a candidate answers vaguely',
    outcome: 'ready, not recommended',
    candidate: '+15085550111',
    callbacks: ANSWERED,
    expectInterview: { stage: 'ready', answered: 2, recommendation: ['consider', 'decline'] },
    ...SCORED,
  },
  {
    name: 'interview-hangup',
    what: 'a candidate hangs up within the second answer',
    outcome: 'ready, scored on what was said',
    candidate: '+15085550122',
    callbacks: ANSWERED,
    expectInterview: { stage: 'ready', answered: 2 },
    ...SCORED,
  },
  {
    name: 'interview-declined',
    what: 'a candidate declines the call: Twilio reports busy',
    outcome: 'failed: busy',
    candidate: '+15085550141',
    callbacks: ['initiated', 'ringing', 'completed (busy)'],
    expectInterview: { stage: 'failed', failure: 'busy' },
    withinSeconds: 60,
  },
  {
    name: 'interview-no-answer',
    what: 'a candidate does not answer the phone',
    outcome: 'failed: no-answer',
    candidate: '+15085550142',
    callbacks: ['initiated', 'ringing', 'completed (no-answer)'],
    expectInterview: { stage: 'failed', failure: 'no-answer' },
    withinSeconds: 60,
  },
  {
    name: 'interview-bad-audio',
    what: 'the line of a candidate carries no sound: every recording is absent',
    outcome: 'ready, no answer, insufficient evidence',
    candidate: '+15085550112',
    callbacks: ['initiated', 'ringing', 'answered', 'voice', 'recording absent (per question)', 'completed'],
    expectInterview: { stage: 'ready', answered: 0, recommendation: ['insufficient_evidence'] },
    ...SCORED,
  },
];
