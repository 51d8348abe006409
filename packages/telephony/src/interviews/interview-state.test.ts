import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interviewCallbacks, interviewFacts, type Behaviour } from '../../../../test/support/db/interview-facts.ts';
import { foldInterview } from './fold-interview.ts';
import type { InterviewFact } from './interview-fact.ts';
import { ENDED_INTERVIEW_STATUSES, INTERVIEW_MACHINE, type InterviewStatus } from './interview-state.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const CALL = `CA${'7'.repeat(32)}`;

const notPlaced: InterviewFact = {
  key: 'not-placed:1',
  kind: 'not_placed',
  source: 'api',
  callSid: null,
  status: null,
  questionNumber: null,
  attempt: null,
  occurredAt: null,
  observedAt: '2026-02-12T11:48:00.000Z',
  error: 'refused',
};

test('whatever the order of its facts, an interview takes only transitions of its machine, and all of them', () => {
  const taken = new Set<string>();
  const behaviour = fc.constantFrom<Behaviour>('answers', 'answers-late', 'silent', 'hangs-up');
  const orders = fc
    .tuple(fc.array(behaviour, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([behaviours, isRefused]) => [
      ...interviewFacts(interviewCallbacks(ID, CALL, behaviours)).map(({ fact }) => fact),
      ...(isRefused ? [notPlaced] : []),
    ])
    .chain((facts) => fc.shuffledSubarray(facts, { minLength: facts.length }));
  fc.assert(
    fc.property(orders, fc.integer({ min: 1, max: 3 }), (facts, questionCount) => {
      let before: InterviewStatus = 'pending';
      for (let n = 1; n <= facts.length; n++) {
        const { status } = foldInterview({ firstQuestion: 1, questionCount }, facts.slice(0, n));
        if (status !== before) taken.add(`${before} ${status}`);
        before = status;
      }
    }),
    { numRuns: 1000, seed: 10 },
  );
  const table = INTERVIEW_MACHINE.transitions.flatMap(({ from, to }) => from.map((state) => `${state} ${to}`));
  expect([...taken].toSorted()).toEqual([...new Set(table)].toSorted());
});

test('every status is live or ended', () => {
  const live: InterviewStatus[] = ['pending', 'calling', 'in_progress'];
  expect(INTERVIEW_MACHINE.states).toEqual([...live, ...ENDED_INTERVIEW_STATUSES]);
});
