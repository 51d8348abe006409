import { expect, test } from '@jest/globals';
import { EMPTY_FLOW, describeProgress, describeResults, type Flow } from './describe-progress.ts';

const ANSWERED = {
  question_number: 1,
  attempt: 1,
  question: 'Why?',
  duration_seconds: 9,
  recording_sid: 'RE1',
  transcript: null,
  score: null,
  feedback: null,
  score_status: 'waiting',
};
const flow = (changes: Partial<Flow>): Flow => ({
  ...EMPTY_FLOW,
  stage: 'in_progress',
  total_questions: 2,
  ...changes,
});
const answered = flow({ call_status: 'in-progress', responses: [ANSWERED] });
const heard = flow({ ...answered, stage: 'scoring', responses: [{ ...ANSWERED, transcript: 'Because.' }] });
const scored = flow({
  ...heard,
  responses: [{ ...heard.responses[0]!, score: 7, feedback: 'Clear.', score_status: 'done' }],
});

test('every change is printed once, when it appears', () => {
  expect(describeProgress(EMPTY_FLOW, answered)).toEqual([
    'Call: in-progress',
    '',
    'Question 1 of 2: Why?',
    '  answered in 9 s',
  ]);
  expect(describeProgress(answered, heard)).toEqual(['  Transcript of 1: “Because.”', 'Scoring']);
  expect(describeProgress(heard, scored)).toEqual(['  Score of 1: 7 of 10. Clear.']);
  expect(describeProgress(scored, scored)).toEqual([]);
});

test('changes between two polls are printed together', () => {
  const lines = describeProgress(EMPTY_FLOW, scored).join('\n');
  for (const part of ['Why?', 'Because.', '7 of 10']) expect(lines).toContain(part);
});

test('a question without an answer and a failed call are named', () => {
  const silent = flow({ failure: 'hung-up', responses: [{ ...ANSWERED, recording_sid: null, attempt: 2 }] });
  expect(describeProgress(EMPTY_FLOW, silent).join('\n')).toMatch(/no answer[^]*hung-up/);
});

test('the result names the recommendation and omits empty lists', () => {
  const results = {
    overall_score: 7.5,
    recommendation: 'advance',
    strengths: ['clear'],
    areas_for_improvement: [],
    is_partial: true,
  };
  expect(describeResults(results)).toEqual([
    '',
    'Recommendation: advance (based on some of the questions)',
    'Overall score: 7.5',
    'Strengths:',
    '  - clear',
  ]);
});
