import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interviewCallbacks, interviewFacts, type Behaviour } from '../../../../test/support/db/interview-facts.ts';
import { foldInterview } from './fold-interview.ts';
import type { InterviewFact } from './interview-fact.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const CALL = `CA${'7'.repeat(32)}`;
const plan = (questionCount: number) => ({ firstQuestion: 1, questionCount });
const factsOf = (...behaviours: Behaviour[]): InterviewFact[] =>
  interviewFacts(interviewCallbacks(ID, CALL, behaviours)).map(({ fact }) => fact);
const fold = (facts: readonly InterviewFact[], count = 3) => foldInterview(plan(count), facts);
const behaviour = fc.constantFrom<Behaviour>('answers', 'answers-late', 'silent', 'hangs-up');

/** Every fact 1 to 5 times, in any order. */
const delivered = <T>(facts: readonly T[]) =>
  fc
    .array(fc.integer({ min: 1, max: 5 }), { minLength: facts.length, maxLength: facts.length })
    .map((copies) => facts.flatMap((fact, n) => Array.from({ length: copies[n]! }, () => fact)))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));

test('any order and number of copies of the same facts give the same bytes', () => {
  const cases = fc
    .array(behaviour, { minLength: 1, maxLength: 6 })
    .map((behaviours) => factsOf(...behaviours))
    .chain((facts) => fc.tuple(fc.constant(facts), delivered(facts)));
  fc.assert(
    fc.property(cases, ([facts, mixed]) => expect(JSON.stringify(fold(mixed))).toBe(JSON.stringify(fold(facts)))),
    { numRuns: 500 },
  );
});

test('10,000 facts, each delivered 1 to 5 times in any order: one answer per attempt, and none is begun twice', () => {
  const cycle: Behaviour[] = ['answers', 'answers-late', 'silent', 'answers', 'hangs-up'];
  const ids = Array.from({ length: 1000 }, (_, n) => `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`);
  const facts = ids.flatMap((id, n) =>
    interviewFacts(
      interviewCallbacks(id, `CA${`${n}`.padStart(32, '0')}`, [...cycle.slice(n % 5), ...cycle.slice(0, n % 5)]),
    ),
  );
  expect(facts.length).toBeGreaterThanOrEqual(10_000);
  const check = (order: typeof facts) => {
    const known = new Map<string, Map<string, InterviewFact>>(ids.map((id) => [id, new Map()]));
    const begun = new Map<string, number>(); // by effect: a recording to transcribe
    const shown = new Map<string, string>();
    for (const { interviewId, fact } of order) {
      const log = known.get(interviewId)!;
      if (log.has(fact.key)) continue;
      log.set(fact.key, fact);
      const { answers } = foldInterview(plan(5), [...log.values()]);
      expect(new Set(answers.map(({ questionNumber, attempt }) => `${questionNumber}:${attempt}`)).size).toBe(
        answers.length,
      );
      for (const { questionNumber, attempt, recordingSid } of answers) {
        const place = `${interviewId}:${questionNumber}:${attempt}`;
        if (recordingSid === null || shown.get(place) === recordingSid) continue;
        shown.set(place, recordingSid);
        begun.set(recordingSid, (begun.get(recordingSid) ?? 0) + 1);
      }
    }
    expect([...begun.values()].filter((times) => times !== 1)).toEqual([]);
    return ids.map((id) => JSON.stringify(foldInterview(plan(5), [...known.get(id)!.values()])));
  };
  const inOrder = check(facts);
  fc.assert(
    fc.property(delivered(facts), (order) => expect(check(order)).toEqual(inOrder)),
    { numRuns: 2 },
  );
}, 120_000);

test('another fact never removes an answer, and always raises the version', () => {
  const cases = fc
    .array(behaviour, { minLength: 1, maxLength: 5 })
    .map((behaviours) => factsOf(...behaviours))
    .chain((facts) => fc.shuffledSubarray(facts, { minLength: facts.length }));
  fc.assert(
    fc.property(cases, (facts) => {
      for (let n = 1; n < facts.length; n++) {
        const [before, after] = [fold(facts.slice(0, n), 5), fold(facts.slice(0, n + 1), 5)];
        expect(after.answered).toBeGreaterThanOrEqual(before.answered);
        expect(after.version).toBe(before.version + 1);
      }
    }),
  );
});

test('a caller who hangs up at question 3 leaves a partial interview, to be resumed from question 4', () => {
  const state = fold(factsOf('answers', 'answers', 'hangs-up'), 5);
  expect(state).toMatchObject({
    status: 'partial',
    failure: 'hung-up',
    answered: 3,
    nextQuestion: 4,
    callStatus: 'completed',
  });
  expect(foldInterview({ firstQuestion: 4, questionCount: 5 }, []).nextQuestion).toBe(4);
});

test('silence is final after the second attempt only', () => {
  expect(
    fold(factsOf('silent', 'answers-late', 'answers')).answers.map((answer) => [
      answer.questionNumber,
      answer.attempt,
      answer.recordingSid !== null,
    ]),
  ).toEqual([
    [1, 2, false],
    [2, 2, true],
    [3, 1, true],
  ]);
});

const calls = (status: string) => factsOf().filter((fact) => fact.status === status);

test.each([
  ['pending', []],
  ['calling', calls('ringing')],
  ['in_progress', calls('in-progress')],
  ['in_progress', factsOf('answers').slice(0, 5)],
  ['completed', factsOf('answers', 'answers', 'answers').filter(({ status }) => status !== 'completed')],
  ['failed', [{ ...calls('completed')[0]!, status: 'busy' as const }]],
  ['failed', calls('completed')],
])('an interview is %s by its facts', (status, facts) => expect(fold(facts).status).toBe(status));

test('the answers stand without their actions, by the callbacks of their recordings', () => {
  const facts = factsOf('answers', 'answers', 'answers');
  const state = fold(facts.filter(({ kind }) => kind !== 'answered'));
  expect(state).toMatchObject({ status: 'completed', answered: 3 });
});

test('a call that was not placed is a failed interview, until a callback of it comes', () => {
  const base = calls('ringing')[0]!;
  const lost: InterviewFact = {
    ...base,
    key: 'not-placed:1',
    kind: 'not_placed',
    status: null,
    callSid: null,
    error: '21211',
  };
  expect(fold([lost])).toMatchObject({ status: 'failed', failure: '21211' });
  expect(fold([lost, base])).toMatchObject({ status: 'calling', failure: null });
});

test('an end that REST reports ends an interview whose last callback was lost', () => {
  const facts = factsOf('answers').filter(({ status }) => status !== 'completed');
  const rest: InterviewFact = { ...facts[0]!, key: 'rest', kind: 'call', source: 'reconcile_hot', status: 'completed' };
  expect(fold(facts).status).toBe('in_progress');
  expect(fold([...facts, rest])).toMatchObject({ status: 'partial', answered: 1, nextQuestion: 2 });
});
