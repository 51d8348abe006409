import type { StateMachine } from '../states/state-machine.ts';

export const INTERVIEW_STATUSES = ['pending', 'calling', 'in_progress', 'completed', 'partial', 'failed'] as const;
export type InterviewStatus = (typeof INTERVIEW_STATUSES)[number];

/** The interview is over; late facts may still raise it. */
export const ENDED_INTERVIEW_STATUSES = [
  'completed',
  'partial',
  'failed',
] as const satisfies readonly InterviewStatus[];

export const INTERVIEW_MACHINE: StateMachine<InterviewStatus> = {
  title: 'Interview',
  about:
    'The fold of the facts about an interview, whatever their order. Facts that arrive late skip states, or raise an interview that seemed over; an answer is never lost.',
  states: INTERVIEW_STATUSES,
  starts: [{ to: 'pending', when: 'created', by: ['api'] }],
  transitions: [
    { from: ['pending', 'failed'], to: 'calling', when: 'Twilio places the call', by: ['worker-status'] },
    {
      from: ['pending', 'calling', 'failed'],
      to: 'in_progress',
      when: 'call or a question answered',
      by: ['worker-status'],
    },
    {
      from: ['pending', 'calling', 'in_progress', 'partial', 'failed'],
      to: 'completed',
      when: 'every question settled',
      by: ['worker-status'],
    },
    {
      from: ['pending', 'calling', 'in_progress', 'failed'],
      to: 'partial',
      when: 'call ended after some answers',
      by: ['worker-status'],
    },
    {
      from: ['pending', 'calling', 'in_progress'],
      to: 'failed',
      when: 'call ended without an answer',
      by: ['worker-status'],
    },
    { from: ['pending'], to: 'failed', when: 'call not placed', by: ['worker-dialer'] },
  ],
};
